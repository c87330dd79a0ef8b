package io.offlinepush.api;

/** The instance is not running: it has not started yet, is closing, or is closed. The call did nothing. */
public final class ClosedException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception for a call that came too early or too late.
     *
     * @param message the call and the state of the instance
     */
    public ClosedException(String message) {
        super(message, null);
    }
}
