package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.RequestFault;

/** GOAWAY at a request. */
public record GoAwayNow(GoAway policy) implements RequestFault {
    @Override
    public String name() {
        return "goAway";
    }
}
