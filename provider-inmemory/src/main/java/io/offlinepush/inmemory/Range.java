package io.offlinepush.inmemory;

/** Refuses arguments that are outside the range that a port documents. */
final class Range {

    private Range() {}

    static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", found " + value);
        }
    }
}
