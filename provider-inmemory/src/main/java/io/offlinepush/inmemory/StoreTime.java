package io.offlinepush.inmemory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The store's time: a clock cut to milliseconds that never goes back, whatever the clock does. Without that, a message
 * could be stored "before" one with a lower sequence, and a lease could come back to life.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class StoreTime {

    private final InstantSource clock;
    private Instant latest = Instant.MIN;

    StoreTime(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        Instant read = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (read.isAfter(latest)) {
            latest = read;
        }
        return latest;
    }
}
