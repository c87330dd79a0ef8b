package io.offlinepush.sandbox;

/** No answer, ever. */
record Stall(boolean delivered) implements RequestFault {
    @Override
    public String name() {
        return "stall";
    }
}
