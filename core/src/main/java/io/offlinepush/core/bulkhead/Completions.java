package io.offlinepush.core.bulkhead;

import io.offlinepush.api.Environment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Completes the stages that the host was given, on threads for the host's code: what the host hangs on a stage may take
 * its time, and holds up a few dozen others at most. A close completes what is left, also behind code of the host that
 * hangs.
 */
public final class Completions {

    /** Completions in one task: fewer cost more tasks, more let one slow callback hold up more. */
    private static final int MOST = 32;

    /** The purpose of the threads that complete what is left at a close. */
    public static final String CLOSING = "last-completions";

    private static final int CLOSING_THREADS = 32;

    private final Environment environment;
    private final Set<Task> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private static final class Task {
        private final AtomicInteger next;
        private final int end;
        private final IntConsumer completion;

        private Task(int from, int end, IntConsumer completion) {
            this.next = new AtomicInteger(from);
            this.end = end;
            this.completion = completion;
        }

        /** Each once, whoever runs this, and also while another thread hangs in one of them. */
        private void run() {
            for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
                completion.accept(i);
            }
        }
    }

    /** Completes on the executor for callbacks. */
    public Completions(Environment environment) {
        this.environment = environment;
    }

    /** Completes one. */
    public void run(Runnable completion) {
        run(1, unused -> completion.run());
    }

    /** Completes so many, each by its place. */
    public void run(int count, IntConsumer completion) {
        for (int from = 0; from < count; from += MOST) {
            Task task = new Task(from, Math.min(count, from + MOST), completion);
            waiting.add(task);
            (closed ? closing() : environment.callbacks()).execute(() -> run(task));
            if (closed) {
                // It may have been too late for the close to see it.
                closing().execute(() -> run(task));
            }
        }
    }

    /** Completes what is left, beside the threads that may hang. */
    public void close() {
        closed = true;
        for (Task task : List.copyOf(waiting)) {
            closing().execute(() -> run(task));
        }
    }

    private Executor closing() {
        return environment.executor(CLOSING, CLOSING_THREADS);
    }

    private void run(Task task) {
        task.run();
        waiting.remove(task);
    }
}
