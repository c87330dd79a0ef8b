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
final class BearerQueue {

    private static final String CLOSED = "the provider is closed";

    private final Environment environment;
    private final Set<Wait> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    BearerQueue(Environment environment) {
        this.environment = environment;
    }

    /**
     * BearerQueue, or not at all if the bearer is there.
     *
     * @param bearer what for
     * @param deadlineNanos until when, by the ticker
     * @param ready called with it
     * @param inVain called instead, with the reason, if it could not be made or the time is over
     */
    void await(CompletionStage<Bearer> bearer, long deadlineNanos, Consumer<Bearer> ready, Consumer<String> inVain) {
        CompletableFuture<Bearer> there = bearer.toCompletableFuture();
        if (there.isDone() && !there.isCompletedExceptionally()) {
            ready.accept(there.join());
            return;
        }
        Wait wait = new Wait(inVain);
        underWay.add(wait);
        Duration left = Duration.ofNanos(
                Math.max(0, deadlineNanos - environment.ticker().nanos()));
        wait.timed(environment.scheduler().schedule(left, () -> wait.end("no bearer could be signed in time")));
        bearer.whenComplete((value, failure) -> {
            if (failure != null) {
                wait.end("no bearer could be made: " + BearerCache.reason(failure));
            } else if (wait.claim()) {
                ready.accept(value);
            }
        });
        if (closed) {
            wait.end(CLOSED);
        }
    }

    void close() {
        closed = true;
        underWay.forEach(wait -> wait.end(CLOSED));
    }

    /** One of them. */
    private final class Wait {

        private final Consumer<String> inVain;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Environment.@Nullable Task timer;

        Wait(Consumer<String> inVain) {
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

        void end(String why) {
            if (claim()) {
                inVain.accept(why);
            }
        }
    }
}
