package io.offlinepush.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of the library's exceptions: a port failed, a setting is wrong, or the instance is closed.
 *
 * <p>Messages contain ids, settings and limits, never a token, a key, a text or a payload.
 */
public class OfflinePushException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened and, if possible, what to do
     * @param cause the cause, or null
     */
    public OfflinePushException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
