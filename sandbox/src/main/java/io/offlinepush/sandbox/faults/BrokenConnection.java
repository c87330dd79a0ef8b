package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.ConnectionFault;

/** A connection that is not what its client hoped for from the start. */
public record BrokenConnection(Kind kind) implements ConnectionFault {
    public enum Kind {
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
