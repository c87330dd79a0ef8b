package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's environment, made tolerant of executors that reject a task now and then, as a pool with a full queue does: the task is
 * tried again after a short pause. Without this a single rejection would stop the work that the task was to go on with for ever.
 */
final class RetryingEnvironment implements Environment {

    private static final Logger log = LoggerFactory.getLogger(RetryingEnvironment.class);

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** About a minute: an executor that rejects everything for so long has been shut down. */
    private static final int MOST_TRIES = 64;

    private final Environment host;

    RetryingEnvironment(Environment host) {
        this.host = host;
    }

    @Override
    public InstantSource clock() {
        return host.clock();
    }

    @Override
    public Ticker ticker() {
        return host.ticker();
    }

    @Override
    public Scheduler scheduler() {
        return host.scheduler();
    }

    @Override
    public Executor blocking() {
        return retrying(host.blocking());
    }

    @Override
    public Executor callbacks() {
        return retrying(host.callbacks());
    }

    @Override
    public Executor executor(String purpose, int threads) {
        return retrying(host.executor(purpose, threads));
    }

    private Executor retrying(Executor executor) {
        return task -> execute(executor, task, 1);
    }

    private void execute(Executor executor, Runnable task, int tries) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException rejected) {
            if (tries == MOST_TRIES) {
                log.error("An executor of the host rejects every task: one is dropped after {} tries", tries);
                return;
            }
            log.debug("An executor of the host rejects a task, which is tried again");
            Duration doubled = PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
            Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            host.scheduler().schedule(pause, () -> execute(executor, task, tries + 1));
        }
    }
}
