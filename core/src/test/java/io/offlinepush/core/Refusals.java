package io.offlinepush.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Executors that refuse some tasks, as a pool does whose queue is full for a moment. */
final class Refusals {

    private final Map<String, AtomicInteger> left = new ConcurrentHashMap<>();

    /** The executor for a purpose refuses its next tasks. */
    void refuse(String purpose, int tasks) {
        left(purpose).set(tasks);
    }

    /** How many tasks it has still to refuse. */
    int toCome(String purpose) {
        return left(purpose).get();
    }

    Executor around(String purpose, Executor executor) {
        return task -> {
            if (left(purpose).getAndUpdate(tasks -> Math.max(0, tasks - 1)) > 0) {
                throw new RejectedExecutionException("the queue is full");
            }
            executor.execute(task);
        };
    }

    private AtomicInteger left(String purpose) {
        return left.computeIfAbsent(purpose, unused -> new AtomicInteger());
    }
}
