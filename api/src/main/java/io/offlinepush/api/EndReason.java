package io.offlinepush.api;

/**
 * How an owed push ended for a device. Every owed push ends exactly once for each device.
 *
 * <p>A later version may add constants: write a default in a {@code switch}.
 */
public enum EndReason {
    /** The vendor accepted the notification. Whether a phone shows it is not known. */
    ACCEPTED,
    /** Nothing was owed: the message was sent without a push. */
    NO_PUSH_CONFIG,
    /** The host withdrew the notification before it was sent. */
    WITHDRAWN,
    /** The push expired before it was sent. */
    EXPIRED,
    /**
     * A newer push of the same conversation was sent in its place: after an outage, or because it would have
     * {@linkplain Replace replaced} this one.
     */
    SUPERSEDED,
    /** The device acknowledged the message. */
    DELIVERED,
    /** The user was not a member of the group, or is no longer one. */
    NOT_MEMBER,
    /** The host's own presence says that the device or the user is online. */
    HOST_ONLINE,
    /** The user has no device that is logged in and registered. */
    NO_BINDING,
    /** The vendor says that the token is dead. The registration was removed. */
    TOKEN_INVALID,
    /**
     * The vendor rejected the notification for another reason, and a retry would not help. The part is dead and can be
     * requeued.
     */
    REJECTED,
    /** Five processes in turn were lost while they held the part. The part is dead and can be requeued. */
    POISON
}
