package io.offlinepush.harmonyos;

/** How many of the latest requests were taken, of those that were taken or refused for the load. */
final class AcceptedShare {

    /** Fewer answers say little about a share. */
    static final int ENOUGH = 20;

    private static final long SECOND = 1_000_000_000L;

    private int taken;
    private int refused;
    private int formerTaken;
    private int formerRefused;
    private long sinceNanos;

    AcceptedShare(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** Counts an answer; those from before the last full second with enough answers are forgotten. */
    void count(boolean accepted, long nowNanos) {
        if (nowNanos - sinceNanos >= SECOND && taken + refused >= ENOUGH) {
            formerTaken = taken;
            formerRefused = refused;
            taken = 0;
            refused = 0;
            sinceNanos = nowNanos;
        }
        if (accepted) {
            taken++;
        } else {
            refused++;
        }
    }

    boolean isEnough() {
        return taken + refused + formerTaken + formerRefused >= ENOUGH;
    }

    /** Whether anything was taken. */
    boolean any() {
        return taken + formerTaken > 0;
    }

    /** Whether anything was refused. */
    boolean anyRefused() {
        return refused + formerRefused > 0;
    }

    /** From 0 to 1; 1 without any answer. */
    double value() {
        int all = taken + refused + formerTaken + formerRefused;
        return all == 0 ? 1 : (double) (taken + formerTaken) / all;
    }
}
