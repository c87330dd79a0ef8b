package io.offlinepush.sandbox.faults;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A queue of things, each so many times. Guarded by its owner's lock. */
public final class Runs<T> {
    private final ArrayDeque<Run<T>> runs = new ArrayDeque<>();

    private record Run<T>(int times, T what) {}

    public void add(int times, T what) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1: " + times);
        }
        runs.addLast(new Run<>(times, what));
    }

    @Nullable
    public T next() {
        Run<T> run = runs.pollFirst();
        if (run == null) {
            return null;
        }
        if (run.times > 1) {
            runs.addFirst(new Run<>(run.times - 1, run.what));
        }
        return run.what;
    }

    public long size() {
        return runs.stream().mapToLong(Run::times).sum();
    }

    public void clear() {
        runs.clear();
    }
}
