package io.offlinepush.api;

/**
 * How an owed push ended for a device. Each device of each owed push has exactly one.
 *
 * <p>More may come in a later version: a {@code switch} needs a default.
 */
public enum EndReason {
    /** The vendor took it: accepted, not yet shown. */
    ACCEPTED,
    /** Nothing was owed: the message was sent without a push. */
    NO_PUSH_CONFIG,
    /** The host withdrew the notification before it could leave. */
    WITHDRAWN,
    /** Its time was over before it could leave. */
    EXPIRED,
    /** A newer message of its conversation stood for it: after an outage, or where it would have {@linkplain Replace replaced} it. */
    SUPERSEDED,
    /** The device acknowledged the message. */
    DELIVERED,
    /** The user was not, or is no longer, a member of the group. */
    NOT_MEMBER,
    /** The host's own presence says that the device, or the user, is online. */
    HOST_ONLINE,
    /** The user has no device that is logged in and registered. */
    NO_BINDING,
    /** The vendor says that this token is dead; the registration was removed. */
    TOKEN_INVALID,
    /** The vendor refused it for another reason, and a retry would not help. The part is dead: it can be requeued. */
    REJECTED,
    /** Five processes in turn were lost while they held it. The part is dead: it can be requeued. */
    POISON
}
