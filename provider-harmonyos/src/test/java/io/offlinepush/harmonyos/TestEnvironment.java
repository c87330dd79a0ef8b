package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Time that stands still until it is advanced, and a real thread for what blocks, since sockets are real here. */
final class TestEnvironment implements Environment, AutoCloseable {

    final ManualRuntime manual;
    private final Queue<Duration> delays = new ConcurrentLinkedQueue<>();
    private final ExecutorService blocking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test-blocking");
        thread.setDaemon(true);
        return thread;
    });

    TestEnvironment() {
        this.manual = new ManualRuntime(Instant.parse("2026-03-01T12:00:00Z"));
    }

    void advance(Duration time) {
        manual.advance(time);
    }

    @Override
    public InstantSource clock() {
        return manual.clock();
    }

    @Override
    public Ticker ticker() {
        return manual.ticker();
    }

    @Override
    public Scheduler scheduler() {
        return (delay, task) -> {
            Task scheduled = manual.scheduler().schedule(delay, task);
            delays.add(delay);
            return scheduled;
        };
    }

    /** Waits until something is scheduled for then; each is waited for once. */
    void awaitScheduled(Duration delay) {
        while (!delays.remove(delay)) {
            Thread.onSpinWait();
        }
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
        blocking.shutdownNow();
    }
}
