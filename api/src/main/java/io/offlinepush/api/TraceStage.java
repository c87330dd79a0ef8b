package io.offlinepush.api;

/**
 * How far an owed push has come.
 *
 * <p>More may come in a later version: a {@code switch} needs a default.
 */
public enum TraceStage {
    /** Kept, together with what it owes. */
    STORED,
    /** Looked at: to be pushed, waiting for an acknowledgement, or ended. */
    DECIDED,
    /** Waiting for the device's acknowledgement, because it looks online. */
    WAITING,
    /** Written to the vendor's connection, or about to be. */
    HANDED_OVER,
    /** To be tried again: the vendor asked for it, or no answer came. */
    RETRY,
    /** Over for this device, with a reason. */
    ENDED
}
