package io.offlinepush.benchmarks;

import io.offlinepush.api.Environment;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Real time and a few threads. */
final class Threads implements Environment, AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService blocking = Executors.newFixedThreadPool(2);

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Ticker ticker() {
        return System::nanoTime;
    }

    @Override
    public Scheduler scheduler() {
        return (delay, task) -> {
            ScheduledFuture<?> scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public Executor callbacks() {
        return blocking;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
    }
}
