package io.offlinepush.core.bulkhead;

import io.offlinepush.api.Environment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Completes the stages that the host was given, on threads for the host's code: what the host hangs on a stage may take its time, and
 * holds up a few dozen others at most. A close completes what is left, also behind code of the host that hangs.
 */
public final class Completions {

    /** Completions in one task: fewer cost more tasks, more let one slow callback hold up more. */
    private static final int MOST = 32;

    private static final int CLOSING_THREADS = 8;

    private final Environment environment;
    private final Set<Task> waiting = ConcurrentHashMap.newKeySet();

    private static final class Task {
        private final AtomicBoolean begun = new AtomicBoolean();
        private final int from;
        private final int end;
        private final IntConsumer completion;

        private Task(int from, int end, IntConsumer completion) {
            this.from = from;
            this.end = end;
            this.completion = completion;
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
            environment.callbacks().execute(() -> run(task));
        }
    }

    /** Completes what has not begun, beside the threads that may hang. */
    public void close() {
        Executor closing = environment.executor("closing", CLOSING_THREADS);
        for (Task task : List.copyOf(waiting)) {
            closing.execute(() -> run(task));
        }
    }

    private void run(Task task) {
        if (task.begun.compareAndSet(false, true)) {
            waiting.remove(task);
            for (int i = task.from; i < task.end; i++) {
                task.completion.accept(i);
            }
        }
    }
}
