package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.RequestFault;

/**
 * The stream, or on HTTP/1.1 the connection, is reset.
 *
 * @param refused whether the error code says that nothing was done
 */
public record Reset(boolean delivered, boolean refused) implements RequestFault {
    @Override
    public String name() {
        return refused ? "refusedStream" : "reset";
    }
}
