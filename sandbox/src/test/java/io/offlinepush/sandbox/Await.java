package io.offlinepush.sandbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
final class Await {
    /**
     * The longest wait for anything: a bound for tests that hang, not for slow machines. On a loaded machine the first
     * TLS handshake of a JVM took more than half a minute.
     */
    static final Duration BOUND = Duration.ofMinutes(10);

    private Await() {}

    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > BOUND.toNanos()) {
                throw new AssertionError("did not come to be within " + BOUND);
            }
            Thread.onSpinWait();
        }
    }
}
