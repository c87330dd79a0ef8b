package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.RequestFault;

/** How many streams a connection may have open. */
public record StreamLimit(int streams) implements RequestFault {
    public StreamLimit {
        if (streams < 0 || streams > 10_000) {
            throw new IllegalArgumentException("maxConcurrentStreams must be 0 to 10000: " + streams);
        }
    }

    @Override
    public String name() {
        return "maxConcurrentStreams";
    }
}
