package io.offlinepush.api;

import java.util.Objects;

/**
 * An ordered run of entries with sequences that only grow; gaps are allowed. Every user has one inbox for peer
 * messages, every group has one, and every notification of the host has one for itself.
 *
 * @param kind what kind of timeline
 * @param id whose: the user's id for an inbox, for example {@code bob}; the group's id for a group; the key
 *     of a notification
 */
public record Timeline(Kind kind, String id) {

    /** The kinds of timelines. More may come in a later version: a {@code switch} needs a default. */
    public enum Kind {
        /** A user's peer messages. */
        INBOX,
        /** A group's messages, written once for all its members. */
        GROUP,
        /** What a host says of one of its own notifications: nobody reads it. */
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
     * @param user whose
     * @return the timeline
     */
    public static Timeline inbox(UserId user) {
        return new Timeline(Kind.INBOX, Objects.requireNonNull(user, "user").value());
    }

    /**
     * The timeline of a group.
     *
     * @param group which
     * @return the timeline
     */
    public static Timeline group(GroupId group) {
        return new Timeline(Kind.GROUP, Objects.requireNonNull(group, "group").value());
    }

    /**
     * The timeline of a notification of the host.
     *
     * @param key which
     * @return the timeline
     */
    public static Timeline notification(NotificationKey key) {
        return new Timeline(
                Kind.NOTIFICATION, Objects.requireNonNull(key, "key").value());
    }
}
