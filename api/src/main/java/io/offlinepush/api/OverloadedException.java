package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;

/** There is no room for this call now. Nothing was done; the same call may be made again. */
public final class OverloadedException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * A call that found no room.
     *
     * @param message what was called, and which limit was met
     * @param retryAfter when to try again, for example 200 ms
     */
    public OverloadedException(String message, Duration retryAfter) {
        super(message, null);
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /**
     * When to try again.
     *
     * @return so long from now
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
