package io.offlinepush.api;

import java.util.Objects;

/**
 * An ordered run of entries with sequences that only grow; gaps are allowed. Every user has one inbox for peer
 * messages, and every group has one.
 *
 * @param kind what kind of timeline
 * @param id whose: the user's id for an inbox, for example {@code bob}; the group's id for a group
 */
public record Timeline(Kind kind, String id) {

    /** The kinds of timelines. */
    public enum Kind {
        /** A user's peer messages. */
        INBOX,
        /** A group's messages, written once for all its members. */
        GROUP
    }

    /**
     * Checks the id.
     *
     * @throws InvalidRequestException if it is empty, too long or not well-formed
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
        return new Timeline(Kind.INBOX, user.value());
    }

    /**
     * The timeline of a group.
     *
     * @param group which
     * @return the timeline
     */
    public static Timeline group(GroupId group) {
        return new Timeline(Kind.GROUP, group.value());
    }
}
