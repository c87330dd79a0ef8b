package io.offlinepush.api;

/** The instance is not running: not started yet, closing, or closed. Nothing was done. */
public final class ClosedException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    /**
     * A call that came too early or too late.
     *
     * @param message what was called and in which state
     */
    public ClosedException(String message) {
        super(message, null);
    }
}
