package io.offlinepush.sandbox;

import java.util.ArrayDeque;
import java.util.Optional;

/** The scripted answers that are still to be given, first in, first out. Safe for any number of threads. */
final class Script {
    private final ArrayDeque<Run> runs = new ArrayDeque<>();

    private record Run(int times, Answer answer) {}

    synchronized void add(int times, Answer answer) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1: " + times);
        }
        runs.addLast(new Run(times, answer));
    }

    synchronized Optional<Answer> next() {
        Run run = runs.pollFirst();
        if (run == null) {
            return Optional.empty();
        }
        if (run.times > 1) {
            runs.addFirst(new Run(run.times - 1, run.answer));
        }
        return Optional.of(run.answer);
    }
}
