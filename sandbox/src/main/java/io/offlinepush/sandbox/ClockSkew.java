package io.offlinepush.sandbox;

import java.time.Duration;

/** The gateway's clock is ahead, or behind when negative. */
record ClockSkew(Duration by) implements GatewayFault {
    @Override
    public String name() {
        return "clockSkew";
    }
}
