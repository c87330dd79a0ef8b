package io.offlinepush.sandbox;

import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
final class Await {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Await() {}

    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("did not come to be within a minute");
            }
            Thread.onSpinWait();
        }
    }
}
