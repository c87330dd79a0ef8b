package io.offlinepush.core.outbox;

import io.offlinepush.spi.PartId;
import java.time.Duration;

/**
 * How long to wait before the next try: doubling, spread by the part's number so that parts do not come back at once.
 */
public final class Backoff {

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = Duration.ofMinutes(10).toMillis();

    private Backoff() {}

    /** Between half of and the whole of 1 s, 2 s, 4 s ... 10 min. */
    public static Duration after(int attempts, PartId part) {
        long whole = Math.min(FIRST_MILLIS << Math.min(attempts, 20), LONGEST_MILLIS);
        long spread = Long.remainderUnsigned((part.number() + attempts) * 0x9E3779B97F4A7C15L, whole / 2 + 1);
        return Duration.ofMillis(whole / 2 + spread);
    }
}
