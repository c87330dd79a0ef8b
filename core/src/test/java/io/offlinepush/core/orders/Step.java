package io.offlinepush.core.orders;

/** Something that happens to a message on its way, and that can be held until a test lets it happen. */
enum Step {
    /** The store commits the append, and the engine learns of it. */
    APPENDED,
    /** Who looks online is read, and the engine learns of it. */
    LOOKED,
    /** The session's reader, which a nudge has set going, hands the message to the client. */
    NUDGED,
    /** The client acknowledges. */
    ACKNOWLEDGED,
    /** The acknowledgement time passes. */
    TIME_OVER,
    /** The provider writes the request, or is told that it must not. */
    HANDED_OVER,
    /** The host logs the device out. */
    LOGGED_OUT,

    // Between those: what the engine does on the way from one to the next.

    /** The append is committed already; now the engine learns of it. */
    APPEND_ANSWERED,
    /** Who looks online was read already; now the engine learns of it. */
    LOOK_ANSWERED,
    /** A decision reads who is logged in. */
    RECIPIENTS_READ,
    /** A decision reads how far the device is. */
    CURSORS_READ,
    /** The session's reader reads the timeline. */
    ENTRY_READ,
    /** The registry clears the binding; the logout was called before. */
    BINDING_CLEARED,
    /** The binding is cleared already; now the engine learns of it. */
    CLEARING_ANSWERED,
    /** The request was written already; now the vendor's verdict comes. */
    VERDICT_GIVEN
}
