package io.offlinepush.core.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Calls of one kind: so many at once, others wait, and a call that hangs is given up on. */
class BulkheadTest {

    private static final Duration LIMIT = Duration.ofMillis(500);

    private final ManualRuntime runtime = new ManualRuntime();

    @Test
    void aCallThatWaitsForItsTurnIsNotAFailure() {
        Bulkhead calls = new Bulkhead("test", 1, 10, LIMIT, runtime);
        CompletableFuture<Integer> first = answer(calls, 1);
        CompletableFuture<Integer> second = answer(calls, 2);

        runtime.elapse(LIMIT.multipliedBy(10));
        runtime.runAll();

        assertThat(first).isCompletedWithValue(1);
        assertThat(second).as("its time began with its turn").isCompletedWithValue(2);
    }

    @Test
    void whoFindsTheQueueFullIsToldAtOnce() {
        Bulkhead calls = new Bulkhead("test", 1, 1, LIMIT, runtime);
        CompletableFuture<Integer> first = answer(calls, 1);
        CompletableFuture<Integer> second = answer(calls, 2);

        CompletableFuture<Integer> third = answer(calls, 3);

        assertThat(third.handle((value, failure) -> failure))
                .isCompletedWithValueMatching(BulkheadFullException.class::isInstance);
        runtime.runAll();
        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(2);
    }

    @Test
    void aCallThatHangsIsGivenUpOnAndWhoWaitsBehindOnlyHangingCallsFails() {
        Bulkhead calls = new Bulkhead("test", 1, 10, LIMIT, runtime);
        CompletableFuture<Integer> behind = new CompletableFuture<>();
        CompletableFuture<Integer> hangs = call(calls, () -> {
            // The call is under way: time passes, and somebody else asks.
            calls.call(() -> 2).whenComplete((value, failure) -> {
                if (failure != null) {
                    behind.completeExceptionally(failure);
                }
            });
            runtime.advance(LIMIT);
            assertThat(calls.stuck()).isEqualTo(1);
            return 1;
        });
        runtime.runAll();

        assertThat(hangs.handle((value, failure) -> failure))
                .isCompletedWithValueMatching(TimeoutException.class::isInstance);
        assertThat(behind.handle((value, failure) -> failure))
                .isCompletedWithValueMatching(TimeoutException.class::isInstance);
        assertThat(calls.stuck()).as("it has returned").isZero();
        CompletableFuture<Integer> later = answer(calls, 3);
        runtime.runAll();
        assertThat(later).isCompletedWithValue(3);
    }

    @Test
    void whatACallThrowsIsItsAnswer() {
        Bulkhead calls = new Bulkhead("test", 1, 10, LIMIT, runtime);
        CompletableFuture<Integer> failed = call(calls, () -> {
            throw new IllegalStateException("no");
        });
        CompletableFuture<Integer> next = answer(calls, 2);
        runtime.runAll();

        assertThat(failed.handle((value, failure) -> failure))
                .isCompletedWithValueMatching(IllegalStateException.class::isInstance);
        assertThat(next).isCompletedWithValue(2);
    }

    private static CompletableFuture<Integer> answer(Bulkhead calls, int value) {
        return call(calls, () -> value);
    }

    private static CompletableFuture<Integer> call(Bulkhead calls, Supplier<Integer> body) {
        return calls.call(body).toCompletableFuture();
    }
}
