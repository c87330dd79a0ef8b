package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import io.offlinepush.core.bulkhead.Completions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's time, and threads of our own: {@code offline-push-blocking-N}, {@code offline-push-callback-N},
 * {@code offline-push-timer-1}, and {@code offline-push-<purpose>-N} for each {@linkplain #executor purpose}, all
 * daemons, so that they keep no process alive. The one place in core that makes threads.
 */
final class SystemEnvironment implements Environment, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SystemEnvironment.class);

    private static final Duration MOST = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** Purposes whose tasks are the host's, or tell a port that all is over: a close drops none of them. */
    private static final Set<String> FOR_HOST = Set.of(Completions.CLOSING, ClosingSteps.THREADS_FOR);

    private final ExecutorService blocking;
    private final ExecutorService callbacks;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<String, ThreadPoolExecutor> purposes = new ConcurrentHashMap<>();
    private volatile boolean closed;

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
            try {
                Future<?> future = timer.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException e) {
                log.debug("An alarm was set while the close began");
                return () -> {};
            }
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

    /** Made by the first call for a purpose; threads that are idle for a minute end. */
    @Override
    public Executor executor(String purpose, int threads) {
        ExecutorService executor = purposes.computeIfAbsent(purpose, name -> {
            ThreadPoolExecutor made = new ThreadPoolExecutor(
                    threads,
                    threads,
                    IDLE.toSeconds(),
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    named("offline-push-" + name + "-"));
            made.allowCoreThreadTimeOut(true);
            return made;
        });
        if (closed) {
            // It may have been made while the others were closed.
            executor.shutdown();
        }
        return task -> execute(executor, task);
    }

    /** Ends the threads within a second. */
    @Override
    public void close() {
        close(MOST);
    }

    /**
     * Ends the threads: what runs may end within the bound, and is interrupted then; what waits is dropped. What goes
     * to the host is not: stages complete after the bound too, as soon as there is a thread for them.
     *
     * @param bound at most a second of it is used
     */
    void close(Duration bound) {
        closed = true;
        timer.shutdownNow();
        long end = System.nanoTime() + Math.min(bound.toNanos(), MOST.toNanos());
        try {
            // One after the other: what the calls that still run answer goes to the host.
            boolean ended = end(ours(), end);
            ended &= end(forHost(), end);
            if (!ended) {
                log.info("Some tasks were still running at the end of the close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ours().forEach(ExecutorService::shutdownNow);
        forHost().forEach(ExecutorService::shutdown);
    }

    private List<ExecutorService> ours() {
        List<ExecutorService> ours = new ArrayList<>(List.of(blocking));
        purposes.forEach((purpose, executor) -> {
            if (!FOR_HOST.contains(purpose)) {
                ours.add(executor);
            }
        });
        return ours;
    }

    private List<ExecutorService> forHost() {
        List<ExecutorService> forHost = new ArrayList<>(List.of(callbacks));
        FOR_HOST.stream().map(purposes::get).filter(Objects::nonNull).forEach(forHost::add);
        return forHost;
    }

    private static boolean end(List<ExecutorService> executors, long end) throws InterruptedException {
        executors.forEach(ExecutorService::shutdown);
        boolean ended = true;
        for (ExecutorService executor : executors) {
            ended &= executor.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return ended;
    }

    private static void execute(ExecutorService executor, Runnable task) {
        // After the close nothing is left to do for anybody: what is owed is in the store.
        if (!executor.isShutdown()) {
            try {
                executor.execute(() -> guarded(task));
            } catch (RejectedExecutionException e) {
                // Our queues have no bound: nothing is rejected but for the close.
                log.debug("A task came after the close");
            }
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // Without its message: foreign code may put a secret there.
            log.error(
                    "A task failed that should not have: {} at {}",
                    e.getClass().getName(),
                    e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0]);
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
