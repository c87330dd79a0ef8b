package io.offlinepush.sandbox;

/** How many streams a connection may have open. */
record StreamLimit(int streams) implements RequestFault {
    StreamLimit {
        if (streams < 0 || streams > 10_000) {
            throw new IllegalArgumentException("maxConcurrentStreams must be 0 to 10000: " + streams);
        }
    }

    @Override
    public String name() {
        return "maxConcurrentStreams";
    }
}
