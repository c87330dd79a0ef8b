package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.RequestFault;

/** No answer, ever. */
public record Stall(boolean delivered) implements RequestFault {
    @Override
    public String name() {
        return "stall";
    }
}
