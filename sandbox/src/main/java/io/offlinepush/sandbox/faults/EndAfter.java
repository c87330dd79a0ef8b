package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.ConnectionFault;

/** A connection that ends, in one way or another, after some requests. */
public record EndAfter(Kind kind, int requests) implements ConnectionFault {
    public enum Kind {
        CLOSE("closeAfter", 1),
        GO_AWAY("goAwayAfter", 1),
        SILENCE("halfOpen", 0);

        private final String faultName;
        private final int min;

        Kind(String faultName, int min) {
            this.faultName = faultName;
            this.min = min;
        }
    }

    public EndAfter {
        if (requests < kind.min) {
            throw new IllegalArgumentException(
                    kind.faultName + " needs " + kind.min + " or more requests: " + requests);
        }
    }

    @Override
    public String name() {
        return kind.faultName;
    }
}
