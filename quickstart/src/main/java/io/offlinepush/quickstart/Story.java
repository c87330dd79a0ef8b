package io.offlinepush.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Tells what happens, line by line: when, on which side, what was seen there. And checks it while telling. */
final class Story {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What was told is not what happened. */
    static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Differs(String message) {
            super(message);
        }
    }

    private final PrintStream out;
    private final LongSupplier nanos;
    private final long begin;
    private int chapters;

    Story(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    void chapter(String title) {
        chapters++;
        out.printf("%n%d. %s%n", chapters, title);
    }

    /** One line: which side, and what was seen there. */
    void tell(String side, String what) {
        double seconds = (nanos.getAsLong() - begin) / 1e9;
        out.printf(Locale.ROOT, "   %6.3f s  %-12s %s%n", seconds, side, what);
    }

    /** One line that must be true. */
    void check(String side, boolean holds, String what) {
        if (!holds) {
            throw new Differs("This should have been seen, and was not. " + side + ": " + what);
        }
        tell(side, what);
    }

    /** One line that must come true soon. */
    void await(String side, BooleanSupplier condition, String what) {
        long deadline = nanos.getAsLong() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && nanos.getAsLong() - deadline < 0) {
            Thread.onSpinWait();
        }
        check(side, condition.getAsBoolean(), what);
    }

    void end() {
        out.printf(
                Locale.ROOT,
                "%nAll %d chapters went as told, in %.1f seconds.%n",
                chapters,
                (nanos.getAsLong() - begin) / 1e9);
    }
}
