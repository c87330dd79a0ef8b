package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.RequestFault;
import java.time.Duration;

/** The answer comes late. */
public record Slow(Duration by) implements RequestFault {
    private static final Duration MAX = Duration.ofHours(1);

    public Slow {
        if (by.isNegative() || by.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("slow must be 0 to 1 hour: " + by);
        }
    }

    @Override
    public String name() {
        return "slow";
    }
}
