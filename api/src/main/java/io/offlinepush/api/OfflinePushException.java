package io.offlinepush.api;

import org.jspecify.annotations.Nullable;

/**
 * Something underneath went wrong: a port failed, a setting is wrong, the instance is closed. The root of the family.
 *
 * <p>Messages name ids, settings and limits; never a token, a key, a text or a payload.
 */
public class OfflinePushException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what happened and, where there is something to do, what to do
     * @param cause what it came from, or null
     */
    public OfflinePushException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
