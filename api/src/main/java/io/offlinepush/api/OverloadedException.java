package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;

/** The instance is at capacity. The call did nothing and may be repeated. */
public final class OverloadedException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * Makes the exception for a rejected call.
     *
     * @param message the call and the limit that was reached
     * @param retryAfter how long to wait before the next attempt, for example 200 ms
     */
    public OverloadedException(String message, Duration retryAfter) {
        super(message, null);
        this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    }

    /**
     * How long to wait before the next attempt.
     *
     * @return the time from now, for example 200 ms
     */
    public Duration retryAfter() {
        return retryAfter;
    }
}
