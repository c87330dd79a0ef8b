package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.GatewayFault;
import java.time.Duration;

/**
 * Flow control by tokens in a second.
 *
 * @param retryAfter zero for no such header
 */
public record QpsLimit(int tokensPerSecond, Duration retryAfter) implements GatewayFault {
    public QpsLimit {
        if (tokensPerSecond < 0) {
            throw new IllegalArgumentException("qps must not be negative: " + tokensPerSecond);
        }
    }

    @Override
    public String name() {
        return "qps";
    }
}
