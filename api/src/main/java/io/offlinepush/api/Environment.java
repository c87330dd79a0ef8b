package io.offlinepush.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Time and threads, given from outside: the library has none of its own. The test kit has a manual environment, so that
 * tests run without sleeping.
 */
public interface Environment {

    /**
     * The wall clock, for times that are compared between machines.
     *
     * @return the clock
     */
    InstantSource clock();

    /**
     * The monotonic clock, for waiting times inside this process.
     *
     * @return the ticker
     */
    Ticker ticker();

    /**
     * Runs tasks later. A scheduled task must be short; it hands longer work to an executor.
     *
     * @return the scheduler
     */
    Scheduler scheduler();

    /**
     * Runs calls that may block: to the store and the registry.
     *
     * @return an executor with a bounded number of threads; the library bounds the waiting tasks itself. A task that it
     *     refuses is submitted again after a short while
     */
    Executor blocking();

    /**
     * Completes the stages that the library hands out, and so runs the host's code that follows them. Other code of the
     * host (client channels, presence, group directories, the listener) has threads of its own: {@link #executor}.
     *
     * @return an executor with a bounded number of threads; a task that it refuses is submitted again
     */
    Executor callbacks();

    /**
     * Runs work of one purpose on threads of its own, so that it never waits for work of another purpose: for example
     * the renewal of the lease ({@code "lease", 1}), name look-ups, signing. The default is for environments that have
     * no more than two executors: client channels ({@code "channels"}) share {@link #callbacks}, everything else shares
     * {@link #blocking}; then work of one purpose may wait for another's.
     *
     * @param purpose a short name, for example {@code lease}; the same name gives the same executor
     * @param threads the most threads of the executor, 1 or more; decided by the first call for a purpose
     * @return an executor; a task that it refuses is submitted again after a short while
     */
    default Executor executor(String purpose, int threads) {
        return purpose.equals("channels") ? callbacks() : blocking();
    }

    /** Monotonic time. */
    @FunctionalInterface
    interface Ticker {
        /**
         * The current time.
         *
         * @return nanoseconds since an arbitrary fixed moment; only differences have a meaning
         */
        long nanos();
    }

    /** Runs tasks later. */
    @FunctionalInterface
    interface Scheduler {
        /**
         * Runs a task once.
         *
         * @param delay the time from now until the task runs
         * @param task the task
         * @return a handle to cancel the task; it has no effect once the task has run
         */
        Task schedule(Duration delay, Runnable task);
    }

    /** A scheduled task. */
    @FunctionalInterface
    interface Task {
        /** Cancels the task. May be called at any time and repeatedly. */
        void cancel();
    }
}
