package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests that wait for a bearer. Each wait ends once: with the bearer, at its deadline, or when all are closed. */
final class Waits {

    private final Environment environment;
    private final Set<Wait> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Waits(Environment environment) {
        this.environment = environment;
    }

    /**
     * Waits, or not at all if the bearer is there.
     *
     * @param bearer what for
     * @param deadlineNanos until when, by the ticker
     * @param ready called with it
     * @param inVain called instead, if it could not be made or the time is over
     */
    void await(CompletionStage<Bearer> bearer, long deadlineNanos, Consumer<Bearer> ready, Runnable inVain) {
        CompletableFuture<Bearer> there = bearer.toCompletableFuture();
        if (there.isDone() && !there.isCompletedExceptionally()) {
            ready.accept(there.join());
            return;
        }
        Wait wait = new Wait(inVain);
        underWay.add(wait);
        Duration left = Duration.ofNanos(
                Math.max(0, deadlineNanos - environment.ticker().nanos()));
        wait.timed(environment.scheduler().schedule(left, wait::end));
        bearer.whenComplete((value, failure) -> {
            if (failure != null) {
                wait.end();
            } else if (wait.claim()) {
                ready.accept(value);
            }
        });
        if (closed) {
            wait.end();
        }
    }

    void close() {
        closed = true;
        underWay.forEach(Wait::end);
    }

    /** One of them. */
    private final class Wait {

        private final Runnable inVain;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Environment.@Nullable Task timer;

        Wait(Runnable inVain) {
            this.inVain = inVain;
        }

        void timed(Environment.Task task) {
            timer = task;
            if (over.get()) {
                task.cancel();
            }
        }

        boolean claim() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            underWay.remove(this);
            Environment.Task task = timer;
            if (task != null) {
                task.cancel();
            }
            return true;
        }

        void end() {
            if (claim()) {
                inVain.run();
            }
        }
    }
}
