package io.offlinepush.core.delivery;

import io.offlinepush.api.Environment.Ticker;
import java.time.Duration;

/**
 * When something was decided: noted before anything is read for it.
 *
 * @param epoch the gate's
 * @param decidedAt the ticker's time
 */
public record DecisionStamp(long epoch, long decidedAt) {

    /** The stamp of a decision that begins now. */
    public static DecisionStamp now(SendGate gate, Ticker ticker) {
        // The time first: a stamp may seem older than it is, not younger.
        long decidedAt = ticker.nanos();
        return new DecisionStamp(gate.epoch(), decidedAt);
    }

    /** Whether the decision is at most so old. */
    public boolean isWithin(Duration age, Ticker ticker) {
        return ticker.nanos() - decidedAt <= age.toNanos();
    }
}
