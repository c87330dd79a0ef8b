package io.offlinepush.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Environment;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** An executor that rejects a task now and then costs that task a pause, and nobody anything else. */
class RetryingEnvironmentTest {

    private final ManualRuntime runtime = new ManualRuntime();
    private int rejections;
    private int rejected;
    private final Environment environment = new RetryingEnvironment(new Rejecting());
    private final List<String> ran = new ArrayList<>();

    @Test
    void aTaskThatIsRejectedRunsALittleLater() {
        for (Executor executor :
                List.of(environment.blocking(), environment.callbacks(), environment.executor("lease", 1))) {
            rejections = 2;
            executor.execute(() -> ran.add("task"));
            runtime.runAll();
            assertThat(ran).isEmpty();

            runtime.advance(Duration.ofMillis(50));
            assertThat(ran).containsExactly("task");
            ran.clear();
        }
    }

    @Test
    void anExecutorThatWasShutDownIsNotAskedForEver() {
        rejections = Integer.MAX_VALUE;
        environment.blocking().execute(() -> ran.add("task"));
        runtime.advance(Duration.ofHours(1));

        assertThat(rejected).isBetween(60, 100);
        assertThat(runtime.scheduled()).isZero();
        assertThat(ran).isEmpty();
    }

    private final class Rejecting implements Environment {

        @Override
        public InstantSource clock() {
            return runtime.clock();
        }

        @Override
        public Ticker ticker() {
            return runtime.ticker();
        }

        @Override
        public Scheduler scheduler() {
            return runtime.scheduler();
        }

        @Override
        public Executor blocking() {
            return this::execute;
        }

        @Override
        public Executor callbacks() {
            return this::execute;
        }

        private void execute(Runnable task) {
            if (rejected < rejections) {
                rejected++;
                throw new RejectedExecutionException("full");
            }
            rejected = 0;
            runtime.blocking().execute(task);
        }
    }
}
