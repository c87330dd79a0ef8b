package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import io.offlinepush.core.bulkhead.Completions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's environment, whose executors may refuse a task now and then, as a pool with a bounded queue does. A
 * refused task is submitted again after a short while. After the close a refused task is dropped: the pool may be gone.
 *
 * <pre>
 * purpose -> executor of the host, tasks that it refused (oldest first), one alarm while there are any
 * </pre>
 */
final class RetryingEnvironment implements Environment {

    private static final Logger log = LoggerFactory.getLogger(RetryingEnvironment.class);

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Refused tasks that may wait, over all executors. The library's own bounds keep them far below. */
    private static final int MOST_WAITING = 1_000_000;

    /** What completes the host's stages is submitted so often after a close. */
    private static final int TRIES_AFTER_CLOSE = 100;

    private static final Set<String> FOR_HOST = Set.of(Completions.CLOSING, ClosingSteps.THREADS_FOR);

    private final Environment given;
    private final Executor blocking;
    private final Executor callbacks;
    private final Map<String, Executor> purposes = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    RetryingEnvironment(Environment given) {
        this.given = given;
        this.blocking = new Retrying("blocking", given.blocking(), false);
        this.callbacks = new Retrying("callbacks", given.callbacks(), true);
    }

    @Override
    public InstantSource clock() {
        return given.clock();
    }

    @Override
    public Ticker ticker() {
        return given.ticker();
    }

    @Override
    public Scheduler scheduler() {
        return given.scheduler();
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public Executor callbacks() {
        return callbacks;
    }

    @Override
    public Executor executor(String purpose, int threads) {
        return purposes.computeIfAbsent(
                purpose, name -> new Retrying(name, given.executor(name, threads), FOR_HOST.contains(name)));
    }

    /** Submits nothing more but what completes the host's stages. */
    void close() {
        closed = true;
    }

    private final class Retrying implements Executor {

        private final String purpose;
        private final Executor executor;
        private final boolean forHost;

        // Guarded by itself.
        private final ArrayDeque<Runnable> refused = new ArrayDeque<>();
        private int triesAfterClose;

        private Retrying(String purpose, Executor executor, boolean forHost) {
            this.purpose = purpose;
            this.executor = executor;
            this.forHost = forHost;
        }

        @Override
        public void execute(Runnable task) {
            if (closed && !forHost) {
                return;
            }
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                later(task, e);
            }
        }

        private void later(Runnable task, RejectedExecutionException why) {
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                throw why;
            }
            boolean first;
            synchronized (refused) {
                first = refused.isEmpty();
                refused.addLast(task);
            }
            if (first) {
                log.warn("The executor for {} refused a task, which is submitted again", purpose);
                given.scheduler().schedule(PAUSE, this::again);
            }
        }

        private void again() {
            if (closed) {
                giveUpInTime();
            }
            Runnable next = next();
            while (next != null) {
                try {
                    executor.execute(next);
                } catch (RejectedExecutionException e) {
                    given.scheduler().schedule(PAUSE, this::again);
                    return;
                }
                accepted();
                next = next();
            }
        }

        private void giveUpInTime() {
            synchronized (refused) {
                if (!forHost || ++triesAfterClose > TRIES_AFTER_CLOSE) {
                    waiting.addAndGet(-refused.size());
                    refused.clear();
                }
            }
        }

        /** The oldest, which stays until it is accepted. */
        private @Nullable Runnable next() {
            synchronized (refused) {
                return refused.peekFirst();
            }
        }

        private void accepted() {
            synchronized (refused) {
                refused.removeFirst();
            }
            waiting.decrementAndGet();
        }
    }
}
