package io.offlinepush.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program that runs the whole engine is told on the command line.
 *
 * @param rounds the rounds that count, 5 or more: their median is reported
 * @param settings settings of the engine, given as {@code name=value}, for example {@code partsInMemory=100000}
 */
record Options(int rounds, Map<String, String> settings) {

    private static final int LEAST_ROUNDS = 5;

    static Options parse(String... args) {
        int rounds = LEAST_ROUNDS;
        Map<String, String> settings = new LinkedHashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals > 0) {
                settings.put(arg.substring(0, equals), arg.substring(equals + 1));
            } else {
                rounds = Integer.parseInt(arg);
            }
        }
        if (rounds < LEAST_ROUNDS) {
            throw new IllegalArgumentException("at least " + LEAST_ROUNDS + " rounds, found " + rounds);
        }
        return new Options(rounds, settings);
    }

    /** Says on what the figures were taken. */
    void print(String measured, int warmUp) {
        Runtime runtime = Runtime.getRuntime();
        List<String> collectors = java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(java.lang.management.MemoryManagerMXBean::getName)
                .toList();
        System.out.printf(
                "%s; median of %d rounds after %d to warm up%n" + "%d cores, %d MiB heap, %s, JDK %s, settings %s%n",
                measured,
                rounds,
                warmUp,
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20,
                collectors,
                Runtime.version(),
                settings);
    }
}
