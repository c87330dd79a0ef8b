package io.offlinepush.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a number of items took.
 *
 * @param rate items a second
 * @param cpu microseconds of this process's CPU for each item, its collector and compiler included
 * @param bytes bytes allocated for each item by all threads
 */
record Measured(double rate, double cpu, double bytes) {

    /** The medians of several rounds, each figure for itself. */
    static Measured median(List<Measured> rounds) {
        return new Measured(
                median(rounds, Measured::rate), median(rounds, Measured::cpu), median(rounds, Measured::bytes));
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,.0f/s %.2f us CPU %,.0f bytes", rate, cpu, bytes);
    }
}
