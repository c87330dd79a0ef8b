package io.offlinepush.sandbox;

import java.time.Duration;

/**
 * Flow control by tokens in a second.
 *
 * @param retryAfter zero for no such header
 */
record QpsLimit(int tokensPerSecond, Duration retryAfter) implements GatewayFault {
    QpsLimit {
        if (tokensPerSecond < 0) {
            throw new IllegalArgumentException("qps must not be negative: " + tokensPerSecond);
        }
    }

    @Override
    public String name() {
        return "qps";
    }
}
