package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.GatewayFault;
import java.time.Duration;

/** The gateway's clock is ahead, or behind when negative. */
public record ClockSkew(Duration by) implements GatewayFault {
    @Override
    public String name() {
        return "clockSkew";
    }
}
