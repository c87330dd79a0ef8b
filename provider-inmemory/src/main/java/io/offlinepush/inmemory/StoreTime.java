package io.offlinepush.inmemory;

import io.offlinepush.api.Environment.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The store's two times, read once for each operation:
 *
 * <pre>
 * instant  for what is stored: the wall clock, cut to milliseconds. If the clock is set back, the store's time
 *          goes on from where it was, so that no message is stored before one with a lower sequence
 * ticks    for waiting: monotonic nanoseconds since the store was made. Leases and retries follow them alone,
 *          whatever the wall clock does
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class StoreTime {

    private final InstantSource clock;
    private final Ticker ticker;
    private final long start;
    private Instant exact;
    private Instant instant;
    private long ticks;

    StoreTime(InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
        this.start = ticker.nanos();
        this.exact = clock.instant();
        this.instant = exact.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Reads both times: what follows belongs to this moment. */
    void read() {
        long now = Math.max(ticks, ticker.nanos() - start);
        Instant wall = clock.instant();
        if (wall.isBefore(exact)) {
            exact = exact.plusNanos(now - ticks);
        } else {
            exact = wall;
        }
        ticks = now;
        if (exact.toEpochMilli() != instant.toEpochMilli()) {
            // Otherwise all that is stored within a millisecond shares one object.
            instant = exact.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** The store's time when it was last read. */
    Instant instant() {
        return instant;
    }

    /** The monotonic time when it was last read. */
    long ticks() {
        return ticks;
    }

    /** The monotonic time so long from now; a wait that is longer than the clock can count never ends. */
    long ticksAfter(Duration wait) {
        long nanos;
        try {
            nanos = wait.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
        return nanos > Long.MAX_VALUE - ticks ? Long.MAX_VALUE : ticks + nanos;
    }

    /** The store's time at a moment that has passed. */
    Instant instantOf(long past) {
        return instant.minusNanos(ticks - past);
    }
}
