package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Time that stands still until it is advanced, and a real thread for what blocks, since sockets are real here. */
final class TestEnvironment implements Environment, AutoCloseable {

    final ManualRuntime manual;
    private final Queue<Duration> delays = new ConcurrentLinkedQueue<>();
    private final ExecutorService blocking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test-blocking");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<String, ExecutorService> purposes = new ConcurrentHashMap<>();

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

    /** BearerQueue until something is scheduled for then; each is waited for once. */
    void awaitScheduled(Duration delay) {
        while (!delays.remove(delay)) {
            Thread.onSpinWait();
        }
    }

    /** One of what was scheduled for this long or shorter, each once; null if there is none. */
    @Nullable
    Duration pollScheduled(Duration atMost) {
        for (Duration delay : List.copyOf(delays)) {
            if (delay.compareTo(atMost) <= 0 && delays.remove(delay)) {
                return delay;
            }
        }
        return null;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public Executor callbacks() {
        return blocking;
    }

    /** Threads of their own for each purpose, as in earnest. */
    @Override
    public Executor executor(String purpose, int threads) {
        return purposes.computeIfAbsent(
                purpose,
                name -> Executors.newFixedThreadPool(threads, task -> {
                    Thread thread = new Thread(task, "test-" + name);
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    @Override
    public void close() {
        purposes.values().forEach(ExecutorService::shutdownNow);
        blocking.shutdownNow();
    }
}
