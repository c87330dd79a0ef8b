package io.offlinepush.api;

/**
 * A step in the life of an owed push.
 *
 * <p>A later version may add constants: write a default in a {@code switch}.
 */
public enum TraceStage {
    /** The push is stored, together with its message. */
    STORED,
    /** The device was decided: to push, to wait for an acknowledgement, or to end. */
    DECIDED,
    /** The device looks online, and has the acknowledgement time to acknowledge. */
    WAITING,
    /** The request is written to the vendor's connection, or is about to be. */
    HANDED_OVER,
    /** The push will be tried again: the vendor asked for it, or no answer came. */
    RETRY,
    /** The push has ended for this device, with a reason. */
    ENDED
}
