package io.offlinepush.sandbox;

import java.time.Duration;

/** The answer comes late. */
record Slow(Duration by) implements RequestFault {
    private static final Duration MAX = Duration.ofHours(1);

    Slow {
        if (by.isNegative() || by.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("slow must be 0 to 1 hour: " + by);
        }
    }

    @Override
    public String name() {
        return "slow";
    }
}
