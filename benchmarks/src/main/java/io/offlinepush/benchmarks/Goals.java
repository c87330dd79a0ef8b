package io.offlinepush.benchmarks;

import java.util.Locale;

/** Prints what a machine may read: one line for each row of the table of goals. */
final class Goals {

    private Goals() {}

    /** A value that should be the goal or more. */
    static void atLeast(String row, double value, double goal) {
        print(row, value, goal, value >= goal);
    }

    /** A value that should be the goal or less. */
    static void atMost(String row, double value, double goal) {
        print(row, value, goal, value <= goal);
    }

    private static void print(String row, double value, double goal, boolean met) {
        System.out.printf(Locale.ROOT, "RATIO %s %s goal %s%n", row, shown(value), shown(goal));
        if (!met) {
            System.out.printf(Locale.ROOT, "      %s is not met%n", row);
        }
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.3f", value);
    }
}
