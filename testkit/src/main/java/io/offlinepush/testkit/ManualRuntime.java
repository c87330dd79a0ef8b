package io.offlinepush.testkit;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still and threads that do not run until told to. Tests with it never sleep.
 *
 * <pre>{@code
 * ManualRuntime runtime = new ManualRuntime();
 * runtime.blocking().execute(...);               // nothing runs yet
 * runtime.runAll();                              // now it has, with all that it submitted in turn
 * runtime.advance(Duration.ofSeconds(5));        // and what was scheduled for the next five seconds, each at its time
 * }</pre>
 *
 * <p>Everything runs on the thread that calls {@link #runNext}, {@link #runAll} or {@link #advance}, one task at a
 * time, in the order of submission (or in a random one: {@link #shuffle}). What a task throws does not stop the others:
 * {@code runAll} and {@code advance} throw it once they are through, with what else was thrown as suppressed
 * exceptions.
 *
 * <p><b>A {@code join()} in a test hangs</b> if it comes before {@code runAll()}: the stage that it waits for completes
 * only in a task, and tasks run only when this thread runs them. Write
 *
 * <pre>{@code
 * CompletionStage<SendResult> sent = push.messages().send(...);
 * runtime.runAll();
 * sent.toCompletableFuture().join();
 * }</pre>
 *
 * <p>When a thread that uses a runtime has stood in {@code CompletableFuture.join} or {@code get} for some ten seconds,
 * while tasks wait and none runs, that is logged as a warning ({@code System.Logger}), with the line of the test.
 *
 * <p>Other threads may submit, schedule and read the time whenever they like; one thread at a time runs tasks.
 */
public final class ManualRuntime implements Environment {

    /** Where the clock of a new runtime stands. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String CLOSING = "closing";

    /** No test means to run more: somebody submits themselves for ever. */
    private static final int MOST_TASKS = 1_000_000;

    /** How often it is looked whether a test waits for itself, in real time. */
    private static final long LOOK_SECONDS = 10;

    private final Object lock = new Object();
    private final PriorityQueue<Queued> queue = new PriorityQueue<>(Comparator.comparingLong(Queued::order));
    private final TreeSet<Timed> timed =
            new TreeSet<>(Comparator.comparingLong((Timed task) -> task.due).thenComparingLong(task -> task.order));
    private Instant wall;
    private long nanos;
    private long submitted;
    private long progress;
    private @Nullable Random shuffled;
    private final StallWatch watch;

    /** Begins at {@link #START}. */
    public ManualRuntime() {
        this(START);
    }

    /**
     * Begins at a moment.
     *
     * @param start the wall clock's
     */
    public ManualRuntime(Instant start) {
        this(
                start,
                CompletableFuture.delayedExecutor(LOOK_SECONDS, TimeUnit.SECONDS)::execute,
                text -> System.getLogger(ManualRuntime.class.getName()).log(System.Logger.Level.WARNING, text));
    }

    /**
     * With a watch of its own.
     *
     * @param later runs a look at whether a test waits for itself, after a while
     * @param teller is told if one does
     */
    ManualRuntime(Instant start, Consumer<Runnable> later, Consumer<String> teller) {
        this.wall = Objects.requireNonNull(start, "start");
        this.watch = new StallWatch(this::waitingTasks, this::progress, later, teller);
    }

    @Override
    public InstantSource clock() {
        return () -> {
            synchronized (lock) {
                return wall;
            }
        };
    }

    @Override
    public Ticker ticker() {
        return () -> {
            synchronized (lock) {
                return nanos;
            }
        };
    }

    @Override
    public Scheduler scheduler() {
        return this::schedule;
    }

    @Override
    public Executor blocking() {
        return this::submit;
    }

    @Override
    public Executor callbacks() {
        return this::submit;
    }

    /**
     * As the others, with one exception: what belongs to the purpose {@code closing} runs at once, on the thread that
     * closes an instance. That thread waits for it and runs no tasks meanwhile.
     */
    @Override
    public Executor executor(String purpose, int threads) {
        return Objects.requireNonNull(purpose, "purpose").equals(CLOSING) ? Runnable::run : this::submit;
    }

    /**
     * Sets the wall clock alone, also back: what an operator or a time server does. Nothing runs, and what is scheduled
     * stays as far away as it was.
     *
     * @param now what it shows
     */
    public void setClock(Instant now) {
        synchronized (lock) {
            wall = Objects.requireNonNull(now, "now");
        }
    }

    /**
     * Lets time pass in which everything works: runs what is there, then moves the wall clock and the ticker on,
     * stopping for each scheduled task to run it at its time and {@linkplain #runAll all that follows}.
     *
     * @param time how much, zero or more
     */
    public void advance(Duration time) {
        long end = ticker().nanos() + checked(time).toNanos();
        List<Throwable> failures = new ArrayList<>();
        runAll(failures);
        for (Long next = nextDue(end); next != null; next = nextDue(end)) {
            moveTo(next);
            runAll(failures);
        }
        moveTo(end);
        rethrow(failures);
    }

    /**
     * Lets time pass in which nothing runs, as in a process that is paused or starved. What came due meanwhile runs
     * late: with the next {@link #runAll} or {@link #advance}.
     *
     * @param time how much, zero or more
     */
    public void elapse(Duration time) {
        moveTo(ticker().nanos() + checked(time).toNanos());
    }

    /**
     * Runs the next task: the earliest that was scheduled and has come due, otherwise the next that was submitted.
     *
     * @return whether there was one
     * @throws RuntimeException what the task threw
     */
    public boolean runNext() {
        Runnable task = poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /**
     * Runs tasks until there is none that could run now, with all that they submit in turn.
     *
     * @throws RuntimeException the first that a task threw; or an {@link Error}
     * @throws IllegalStateException if there is no end to it
     */
    public void runAll() {
        List<Throwable> failures = new ArrayList<>();
        runAll(failures);
        rethrow(failures);
    }

    /**
     * How many tasks were submitted and have not run.
     *
     * @return without those that were scheduled
     */
    public int pending() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /**
     * How many tasks were scheduled and have neither run nor been cancelled: after a test, what was left behind.
     *
     * @return also those that have come due
     */
    public int scheduled() {
        synchronized (lock) {
            return timed.size();
        }
    }

    /**
     * From now on what is submitted runs in a random order, as on a pool of threads.
     *
     * @param seed the same seed gives the same order; say it when a test fails
     */
    public void shuffle(long seed) {
        synchronized (lock) {
            shuffled = new Random(seed);
        }
    }

    private void submit(Runnable task) {
        Objects.requireNonNull(task, "task");
        synchronized (lock) {
            submitted++;
            queue.add(new Queued(shuffled == null ? submitted : shuffled.nextLong(), task));
        }
        watch.taskWaits();
    }

    private Task schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        Timed entry;
        synchronized (lock) {
            long due = nanos + Math.max(0, delay.toNanos());
            entry = new Timed(due, submitted++, task);
            timed.add(entry);
        }
        watch.taskWaits();
        return () -> {
            synchronized (lock) {
                timed.remove(entry);
            }
        };
    }

    private String waitingTasks() {
        synchronized (lock) {
            if (queue.isEmpty()) {
                return timed.isEmpty() ? "" : timed.size() + " scheduled tasks";
            }
            return queue.size() + " submitted and " + timed.size() + " scheduled tasks";
        }
    }

    private long progress() {
        synchronized (lock) {
            return progress;
        }
    }

    private @Nullable Runnable poll() {
        synchronized (lock) {
            progress++;
            if (!timed.isEmpty() && timed.first().due <= nanos) {
                return timed.pollFirst().task;
            }
            Queued next = queue.poll();
            return next == null ? null : next.task();
        }
    }

    private void runAll(List<Throwable> failures) {
        for (int ran = 0; ran < MOST_TASKS; ran++) {
            Runnable task = poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable e) {
                failures.add(e);
            }
        }
        throw new IllegalStateException("ran " + MOST_TASKS + " tasks and there are more: does one submit itself?");
    }

    private @Nullable Long nextDue(long end) {
        synchronized (lock) {
            if (timed.isEmpty() || timed.first().due > end) {
                return null;
            }
            return timed.first().due;
        }
    }

    private void moveTo(long to) {
        synchronized (lock) {
            // A task may itself have moved the time on.
            progress++;
            if (to > nanos) {
                wall = wall.plusNanos(to - nanos);
                nanos = to;
            }
        }
    }

    private static Duration checked(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must not be negative, found " + time);
        }
        return time;
    }

    private static void rethrow(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.get(0);
        failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw first instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(first);
    }

    private record Queued(long order, Runnable task) {}

    private static final class Timed {

        private final long due;
        private final long order;
        private final Runnable task;

        private Timed(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }
    }
}
