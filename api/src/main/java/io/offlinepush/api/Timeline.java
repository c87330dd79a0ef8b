package io.offlinepush.api;

import java.util.Objects;

/**
 * An ordered sequence of entries. Sequences only grow and may have gaps. Every user has one timeline for peer messages
 * (the inbox), every group has one, and every notification of the host has one of its own.
 *
 * @param kind the kind of timeline
 * @param id the user's id for an inbox, for example {@code bob}; the group's id for a group; the key for a notification
 */
public record Timeline(Kind kind, String id) {

    /** The kinds of timelines. A later version may add constants: write a default in a {@code switch}. */
    public enum Kind {
        /** The peer messages of a user. */
        INBOX,
        /** The messages of a group, stored once for all members. */
        GROUP,
        /** The history of one notification of the host. No session reads it. */
        NOTIFICATION
    }

    /**
     * Checks the id.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public Timeline {
        Objects.requireNonNull(kind, "kind");
        Check.id("timeline.id", id);
    }

    /**
     * The inbox of a user.
     *
     * @param user the user
     * @return the timeline
     */
    public static Timeline inbox(UserId user) {
        return new Timeline(Kind.INBOX, Objects.requireNonNull(user, "user").value());
    }

    /**
     * The timeline of a group.
     *
     * @param group the group
     * @return the timeline
     */
    public static Timeline group(GroupId group) {
        return new Timeline(Kind.GROUP, Objects.requireNonNull(group, "group").value());
    }

    /**
     * The timeline of a notification of the host.
     *
     * @param key the key of the notification
     * @return the timeline
     */
    public static Timeline notification(NotificationKey key) {
        return new Timeline(
                Kind.NOTIFICATION, Objects.requireNonNull(key, "key").value());
    }
}
