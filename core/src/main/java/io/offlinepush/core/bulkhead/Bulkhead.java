package io.offlinepush.core.bulkhead;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs one kind of calls to a port or to the host: so many at once, on threads of their own, the others in a queue.
 * Each call has a deadline, counted from the moment it begins: a call that waits for its turn is not a failure.
 *
 * <p>A call that misses its deadline is given up on, but its thread stays occupied until it returns. Once all threads
 * are occupied like that, whoever waits fails at once: waiting for somebody who hangs would be waiting for ever.
 */
public final class Bulkhead {

    private final String name;
    private final int threads;
    private final int capacity;
    private final Duration deadline;
    private final Environment environment;
    private final Executor executor;

    // Guarded by this.
    private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();
    private int running;
    private int stuck;

    /**
     * A bulkhead without calls.
     *
     * @param name of the kind of calls, for example {@code presence}: names the threads
     * @param threads the most calls at once
     * @param capacity the most calls that wait for their turn
     * @param deadline how long a call may take
     */
    public Bulkhead(String name, int threads, int capacity, Duration deadline, Environment environment) {
        this.name = name;
        this.threads = threads;
        this.capacity = capacity;
        this.deadline = deadline;
        this.environment = environment;
        this.executor = environment.executor(name, threads);
    }

    /**
     * Makes a call as soon as there is a thread for it.
     *
     * @return completes on the call's thread with its result or what it threw; or elsewhere with a
     *     {@link TimeoutException} if the call took too long or everything hangs, or with a
     *     {@link BulkheadFullException} if too many calls wait
     */
    public <T> CompletionStage<T> call(Supplier<T> body) {
        Call<T> call = new Call<>(body);
        boolean start = false;
        Exception refused = null;
        synchronized (this) {
            if (running + stuck < threads) {
                running++;
                start = true;
            } else if (running == 0) {
                refused = allStuck();
            } else if (waiting.size() >= capacity) {
                refused = new BulkheadFullException(name + ": " + capacity + " calls wait for their turn");
            } else {
                waiting.addLast(call);
            }
        }
        if (start) {
            call.start();
        } else if (refused != null) {
            call.result.completeExceptionally(refused);
        }
        return call.result;
    }

    /** How many calls have missed their deadline and not returned yet. */
    public synchronized int stuck() {
        return stuck;
    }

    private TimeoutException allStuck() {
        return new TimeoutException(name + ": " + threads + " earlier calls have not returned");
    }

    /** The calls that may begin, or that fail because nothing will ever run. */
    private void goOn() {
        List<Call<?>> start = new ArrayList<>(1);
        List<Call<?>> fail = new ArrayList<>(0);
        synchronized (this) {
            while (!waiting.isEmpty() && running + stuck < threads) {
                running++;
                start.add(waiting.removeFirst());
            }
            if (running == 0 && stuck >= threads) {
                fail.addAll(waiting);
                waiting.clear();
            }
        }
        start.forEach(Call::start);
        fail.forEach(call -> call.result.completeExceptionally(allStuck()));
    }

    private final class Call<T> implements Runnable {

        private final Supplier<T> body;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        // Guarded by the bulkhead.
        private boolean late;
        private boolean over;

        private Call(Supplier<T> body) {
            this.body = body;
        }

        private void start() {
            executor.execute(this);
        }

        @Override
        public void run() {
            Task alarm = environment.scheduler().schedule(deadline, this::tooLate);
            try {
                T value = body.get();
                finish(alarm);
                result.complete(value);
            } catch (RuntimeException | Error e) {
                finish(alarm);
                result.completeExceptionally(e);
            }
            goOn();
        }

        private void finish(Task alarm) {
            alarm.cancel();
            synchronized (Bulkhead.this) {
                over = true;
                if (late) {
                    stuck--;
                } else {
                    running--;
                }
            }
        }

        private void tooLate() {
            synchronized (Bulkhead.this) {
                if (over) {
                    return;
                }
                late = true;
                running--;
                stuck++;
            }
            result.completeExceptionally(
                    new TimeoutException(name + ": no answer within " + deadline.toMillis() + " ms"));
            goOn();
        }
    }
}
