package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time as it passes, where a test is about many things at once. */
final class RealEnvironment implements Environment, AutoCloseable {

    private final ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(2, task -> {
        Thread thread = new Thread(task, "test-real");
        thread.setDaemon(true);
        return thread;
    });

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
            ScheduledFuture<?> scheduled = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    @Override
    public Executor blocking() {
        return threads;
    }

    @Override
    public Executor callbacks() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
