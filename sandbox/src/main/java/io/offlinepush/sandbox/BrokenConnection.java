package io.offlinepush.sandbox;

/** A connection that is not what its client hoped for from the start. */
record BrokenConnection(Kind kind) implements ConnectionFault {
    enum Kind {
        REFUSED("refusedConnection"),
        NO_TLS("failedHandshake"),
        NO_HTTP2("http1Only");

        private final String faultName;

        Kind(String faultName) {
            this.faultName = faultName;
        }
    }

    @Override
    public String name() {
        return kind.faultName;
    }
}
