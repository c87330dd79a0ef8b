package io.offlinepush.sandbox;

/** GOAWAY at a request. */
record GoAwayNow(GoAway policy) implements RequestFault {
    @Override
    public String name() {
        return "goAway";
    }
}
