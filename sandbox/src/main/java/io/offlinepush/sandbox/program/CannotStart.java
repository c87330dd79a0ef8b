package io.offlinepush.sandbox.program;

/** The program cannot start for a reason of its surroundings, which the message tells in one sentence. */
final class CannotStart extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
