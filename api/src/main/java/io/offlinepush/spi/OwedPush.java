package io.offlinepush.spi;

import io.offlinepush.api.Priority;
import java.time.Duration;
import java.util.Objects;

/**
 * The durable intent to push, recorded with a message. It becomes one {@link Part}.
 *
 * @param number its number, from {@link Outbox#numbers}
 * @param priority which goes first
 * @param expireAfter for how long after the entry is stored it may go out
 * @param body what to push; the first byte is a format number, the rest is not the store's business
 */
public record OwedPush(long number, Priority priority, Duration expireAfter, Bytes body) {

    /** Refuses null. */
    public OwedPush {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(expireAfter, "expireAfter");
        Objects.requireNonNull(body, "body");
    }
}
