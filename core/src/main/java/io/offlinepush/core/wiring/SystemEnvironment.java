package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's time, and threads of our own: {@code offline-push-blocking-N}, {@code offline-push-callback-N} and {@code
 * offline-push-timer-1}, all daemons, so that they keep no process alive. The one place in core that makes threads.
 */
final class SystemEnvironment implements Environment, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SystemEnvironment.class);

    private static final Duration BOUND = Duration.ofSeconds(1);

    private final ExecutorService blocking;
    private final ExecutorService callbacks;
    private final ScheduledThreadPoolExecutor timer;

    SystemEnvironment(int blockingThreads, int callbackThreads) {
        blocking = Executors.newFixedThreadPool(blockingThreads, named("offline-push-blocking-"));
        callbacks = Executors.newFixedThreadPool(callbackThreads, named("offline-push-callback-"));
        timer = new ScheduledThreadPoolExecutor(1, named("offline-push-timer-"));
        // Alarms are cancelled far more often than they ring.
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

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
            if (timer.isShutdown()) {
                return () -> {};
            }
            Future<?> future = timer.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        };
    }

    @Override
    public Executor blocking() {
        return task -> execute(blocking, task);
    }

    @Override
    public Executor callbacks() {
        return task -> execute(callbacks, task);
    }

    /** Ends the threads; waits a moment for tasks that run, and drops those that wait. */
    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdown();
        try {
            // One after the other: what the calls that still run answer goes to the host.
            boolean first = blocking.awaitTermination(BOUND.toMillis(), TimeUnit.MILLISECONDS);
            callbacks.shutdown();
            boolean second = callbacks.awaitTermination(BOUND.toMillis(), TimeUnit.MILLISECONDS);
            if (!first || !second) {
                log.info("Some tasks were still running at the end of the close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        blocking.shutdownNow();
        callbacks.shutdownNow();
    }

    private static void execute(ExecutorService executor, Runnable task) {
        // After the close nothing is left to do for anybody: what is owed is in the store.
        if (!executor.isShutdown()) {
            executor.execute(() -> guarded(task));
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A task failed that should not have: {}", e.getClass().getName(), e);
        }
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
