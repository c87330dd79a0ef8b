package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a close, which share its bound. A step that calls a port runs on a thread for closing and gets half of
 * the time that is left: if it hangs it keeps its thread, and the next step begins.
 */
final class ClosingSteps {

    private static final Logger log = LoggerFactory.getLogger(ClosingSteps.class);

    /** The purpose of the threads. */
    static final String THREADS_FOR = "closing";

    private static final long PAUSE_MILLIS = 5;
    private static final int THREADS = 16;

    /** Ports get this long even where the bound is shorter: they must be told. */
    private static final Duration LEAST = Duration.ofMillis(500);

    private final Environment environment;
    private final Executor threads;
    private final Duration bound;
    private final long began;
    /** Counted too: a ticker that a test moves by hand does not bound anything. */
    private long pauses;

    /**
     * Begins now.
     *
     * @param bound how long all steps may take together
     */
    ClosingSteps(Environment environment, Duration bound) {
        this.environment = environment;
        this.threads = environment.executor(THREADS_FOR, THREADS);
        this.bound = bound;
        this.began = environment.ticker().nanos();
    }

    /** Waits for something that goes on by itself, but leaves a quarter of the bound for the steps that follow. */
    void awaitWork(BooleanSupplier done) {
        Duration end = bound.minus(bound.dividedBy(4));
        await(done, new CompletableFuture<>(), end.minus(passed()));
    }

    /** Waits for something that goes on by itself, for half of what is left and no longer than this. */
    void await(BooleanSupplier done, Duration most) {
        Duration half = left(bound).dividedBy(2);
        await(done, new CompletableFuture<>(), half.compareTo(most) < 0 ? half : most);
    }

    /** Calls a port. */
    void run(String what, Runnable step) {
        ask(what, 0, () -> {
            step.run();
            return 0;
        });
    }

    /** Asks a port for a number. */
    long ask(String what, long otherwise, LongSupplier question) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(answer, question));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        await(
                answer::isDone,
                answer,
                left(bound.compareTo(LEAST) < 0 ? LEAST : bound).dividedBy(2));
        if (!answer.isDone()) {
            log.warn("Closing: {} takes too long, and is not waited for", what);
            return otherwise;
        }
        try {
            return answer.join();
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            log.warn("Closing: {} failed: {}", what, cause.getClass().getName());
            return otherwise;
        }
    }

    /** What is left of the bound. */
    Duration left() {
        return left(bound);
    }

    private static void complete(CompletableFuture<Long> answer, LongSupplier question) {
        try {
            answer.complete(question.getAsLong());
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    private Duration passed() {
        Duration ticked = Duration.ofNanos(environment.ticker().nanos() - began);
        Duration counted = Duration.ofMillis(pauses * PAUSE_MILLIS);
        return ticked.compareTo(counted) < 0 ? counted : ticked;
    }

    private Duration left(Duration whole) {
        Duration left = whole.minus(passed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void await(BooleanSupplier done, CompletableFuture<?> wakes, Duration most) {
        Duration end = passed().plus(most);
        while (!done.getAsBoolean() && passed().compareTo(end) < 0) {
            pause(wakes);
        }
    }

    /** For a moment of the environment's scheduler, or until the future is done. */
    private void pause(CompletableFuture<?> wakes) {
        pauses++;
        try {
            CompletableFuture<Void> over = new CompletableFuture<>();
            environment.scheduler().schedule(Duration.ofMillis(PAUSE_MILLIS), () -> over.complete(null));
            // No longer than that in real time: nobody may be there to move a clock by hand.
            CompletableFuture.anyOf(wakes, over).get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.trace("One pause is over");
        } catch (InterruptedException e) {
            // The caller is in a hurry: whatever is under way is not waited for any more.
            pauses = bound.toMillis() / PAUSE_MILLIS + 1;
            Thread.currentThread().interrupt();
        }
    }
}
