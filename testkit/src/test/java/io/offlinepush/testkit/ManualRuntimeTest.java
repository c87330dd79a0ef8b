package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualRuntimeTest {

    private final ManualRuntime runtime = new ManualRuntime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsUntilTold() {
        runtime.blocking().execute(() -> ran.add("a"));
        runtime.callbacks().execute(() -> ran.add("b"));
        runtime.executor("lease", 1).execute(() -> ran.add("c"));
        assertThat(ran).isEmpty();
        assertThat(runtime.pending()).isEqualTo(3);

        assertThat(runtime.runNext()).isTrue();
        assertThat(ran).containsExactly("a");
        runtime.runAll();
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(runtime.runNext()).isFalse();
    }

    @Test
    void runAllRunsWhatTasksSubmit() {
        runtime.blocking().execute(() -> runtime.callbacks().execute(() -> ran.add("inner")));
        runtime.runAll();
        assertThat(ran).containsExactly("inner");
    }

    @Test
    void advanceRunsEachTaskAtItsTimeAndWhatFollowsBeforeTheNext() {
        after(3, () -> note("three"));
        after(1, () -> {
            note("one");
            runtime.blocking().execute(() -> note("one, later"));
            after(1, () -> note("two"));
        });
        runtime.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("one@1", "one, later@1", "two@2", "three@3");
        assertThat(runtime.clock().instant()).isEqualTo(ManualRuntime.START.plusSeconds(3));
        assertThat(runtime.ticker().nanos()).isEqualTo(3_000_000_000L);
    }

    @Test
    void whatIsSubmittedRunsBeforeTimeMovesOn() {
        runtime.blocking().execute(() -> note("now"));
        runtime.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("now@0");
    }

    @Test
    void elapsedTimeRunsNothingAndTasksComeLate() {
        after(1, () -> note("one"));
        runtime.elapse(Duration.ofSeconds(10));
        assertThat(ran).isEmpty();
        runtime.runAll();
        assertThat(ran).containsExactly("one@10");
    }

    @Test
    void theWallClockJumpsAlone() {
        after(1, () -> ran.add("one"));
        runtime.setClock(ManualRuntime.START.minusSeconds(3600));
        runtime.advance(Duration.ofMillis(999));
        assertThat(ran).isEmpty();
        assertThat(runtime.ticker().nanos()).isEqualTo(999_000_000L);
        assertThat(runtime.clock().instant())
                .isEqualTo(ManualRuntime.START.minusSeconds(3600).plusMillis(999));
        runtime.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("one");
    }

    @Test
    void aCancelledTaskNeverRuns() {
        Environment.Task task = after(1, () -> ran.add("never"));
        assertThat(runtime.scheduled()).isEqualTo(1);
        task.cancel();
        task.cancel();
        assertThat(runtime.scheduled()).isZero();
        runtime.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void aFailingTaskStopsNobodyAndIsThrownAtTheEnd() {
        runtime.blocking().execute(() -> {
            throw new AssertionError("first");
        });
        runtime.blocking().execute(() -> {
            throw new IllegalStateException("second");
        });
        runtime.blocking().execute(() -> ran.add("third"));
        assertThatThrownBy(runtime::runAll)
                .isInstanceOf(AssertionError.class)
                .hasMessage("first")
                .hasSuppressedException(new IllegalStateException("second"));
        assertThat(ran).containsExactly("third");
        runtime.runAll();
    }

    @Test
    void aTaskWithoutEndIsFound() {
        Runnable[] again = new Runnable[1];
        again[0] = () -> runtime.blocking().execute(again[0]);
        again[0].run();
        assertThatThrownBy(runtime::runAll).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSeedGivesOneOrder() {
        List<Integer> first = shuffled(7);
        assertThat(shuffled(7)).isEqualTo(first);
        assertThat(first).isNotEqualTo(IntStream.range(0, 20).boxed().toList()).hasSize(20);
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> runtime.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> runtime.elapse(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> shuffled(long seed) {
        ManualRuntime runtime = new ManualRuntime();
        List<Integer> order = new ArrayList<>();
        runtime.shuffle(seed);
        IntStream.range(0, 20).forEach(i -> runtime.blocking().execute(() -> order.add(i)));
        runtime.runAll();
        return order;
    }

    private Environment.Task after(int seconds, Runnable task) {
        return runtime.scheduler().schedule(Duration.ofSeconds(seconds), task);
    }

    private void note(String what) {
        ran.add(what + "@" + Duration.ofNanos(runtime.ticker().nanos()).toSeconds());
    }
}
