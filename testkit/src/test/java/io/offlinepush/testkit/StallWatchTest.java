package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A test that joins before it runs anything is told so, and no other. */
class StallWatchTest {

    private static final Duration BOUND = Duration.ofMinutes(1);

    private final List<Runnable> looks = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final ManualRuntime runtime = new ManualRuntime(ManualRuntime.START, looks::add, told::add);

    /** A while has passed, in real time. */
    private void look() {
        List<Runnable> now = List.copyOf(looks);
        looks.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void aThreadThatJoinsBeforeAnythingRanIsNamedWithTheLineOnce() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        Thread test = new Thread(
                () -> {
                    runtime.blocking().execute(() -> stage.complete("done"));
                    stage.join();
                },
                "hanging-test");
        test.start();
        untilItStandsInTheFuture(test);

        look();
        look();
        look();

        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("A test waits for what nobody runs: thread hanging-test stands in ")
                .contains("StallWatchTest.java:", "1 submitted and 0 scheduled tasks", "call runAll()");
        runtime.runAll();
        test.join(BOUND.toMillis());
        assertThat(test.isAlive()).isFalse();
    }

    @Test
    void soIsOneThatWaitsForWhatIsOnlyScheduled() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        Thread test = new Thread(() -> {
            runtime.scheduler().schedule(Duration.ofSeconds(5), () -> stage.complete("done"));
            runtime.runAll();
            try {
                assertThat(stage.get(1, TimeUnit.HOURS)).isEqualTo("done");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        test.start();
        untilItStandsInTheFuture(test);

        look();
        look();

        assertThat(told).singleElement().asString().contains("1 scheduled tasks", "advance(...)");
        runtime.advance(Duration.ofSeconds(5));
        test.join(BOUND.toMillis());
        assertThat(test.isAlive()).isFalse();
    }

    @Test
    void aTestThatDoesSomethingElseMeanwhileIsNot() {
        runtime.blocking().execute(() -> {});
        look();
        look();
        assertThat(told).isEmpty();
        assertThat(looks).as("goes on looking").hasSize(1);
    }

    @Test
    void whileTasksRunNobodyIs() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        Thread client = new Thread(() -> {
            runtime.blocking().execute(() -> {});
            runtime.blocking().execute(() -> {});
            runtime.blocking().execute(() -> stage.complete("done"));
            stage.join();
        });
        client.start();
        untilItStandsInTheFuture(client);

        runtime.runNext();
        look();
        runtime.runNext();
        look();
        assertThat(told).isEmpty();

        runtime.runAll();
        client.join(BOUND.toMillis());
        look();
        assertThat(told).isEmpty();
        assertThat(looks).as("nothing waits: no need to look").isEmpty();

        runtime.blocking().execute(() -> {});
        assertThat(looks).as("something waits again").hasSize(1);
    }

    @Test
    void theRuntimeAsItIsTellsItByItself() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        ManualRuntime real = new ManualRuntime(
                ManualRuntime.START,
                CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS)::execute,
                said::complete);
        CompletableFuture<String> stage = new CompletableFuture<>();
        Thread test = new Thread(() -> {
            real.blocking().execute(() -> stage.complete("done"));
            stage.join();
        });
        test.start();

        assertThat(said.get(BOUND.toSeconds(), TimeUnit.SECONDS)).contains("StallWatchTest.java:");
        real.runAll();
        test.join(BOUND.toMillis());
        assertThat(test.isAlive()).isFalse();
    }

    private static void untilItStandsInTheFuture(Thread thread) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!standsInAFuture(thread)) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    private static boolean standsInAFuture(Thread thread) {
        return (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING)
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(CompletableFuture.class.getName()));
    }
}
