package io.offlinepush.core.sim;

/**
 * How often, of two pushes that waited for the same lane, the one with the high priority left before the one with the
 * low. Priorities are weights, so one pair says nothing; many lives do.
 */
final class Turns {

    private int highFirst;
    private int lowFirst;

    void count(boolean high) {
        if (high) {
            highFirst++;
        } else {
            lowFirst++;
        }
    }

    void add(Turns other) {
        highFirst += other.highFirst;
        lowFirst += other.lowFirst;
    }

    int all() {
        return highFirst + lowFirst;
    }

    /** Between 0 and 1: a half if priorities meant nothing. */
    double shareOfHigh() {
        return highFirst / (double) all();
    }

    @Override
    public String toString() {
        return highFirst + " of " + all() + " pairs with the high priority first";
    }
}
