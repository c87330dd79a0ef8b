package io.offlinepush.core.sim;

import io.offlinepush.api.Environment;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One operating system process on a runtime that all share: its tasks mix with those of the others. It can be paused
 * (its tasks wait, time goes on), killed (its tasks never run, without a word to the engine inside) or closed; a thread
 * of it can stand still in a call, and its executors reject a task now and then.
 */
final class SimProcess implements Environment {

    /** Of each kind that has no number of its own. */
    private static final int THREADS = 8;

    /** What passes between two looks of a close at whether it can go on. */
    private static final Duration LOOK = Duration.ofMillis(20);

    final String name;
    private final ManualRuntime runtime;
    private final Fibers fibers;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final List<Runnable> stopped = new ArrayList<>();
    private String mayStand = "";
    private int rejections;
    private int standing;
    private boolean paused;
    private boolean dead;
    private boolean closing;

    SimProcess(String name, ManualRuntime runtime) {
        this(name, runtime, new Fibers());
    }

    SimProcess(String name, ManualRuntime runtime, Fibers fibers) {
        this.name = name;
        this.runtime = runtime;
        this.fibers = fibers;
    }

    /** Threads of one purpose: as long as all of them stand still, whatever else is to run there waits. */
    private final class Pool implements Executor {
        private final String purpose;
        private final int threads;
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private int standing;

        private Pool(String purpose, int threads) {
            this.purpose = purpose;
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            if (rejections > 0) {
                rejections--;
                throw new RejectedExecutionException(purpose + " rejects a task");
            }
            submit(task);
        }

        private void submit(Runnable task) {
            runtime.blocking().execute(() -> unlessStopped(() -> run(task), () -> submit(task)));
        }

        private void run(Runnable task) {
            if (standing >= threads) {
                waiting.add(task);
            } else if (purpose.equals(mayStand)) {
                fibers.run(purpose, task, this::stands);
            } else {
                task.run();
            }
        }

        private void stands(boolean begins) {
            standing += begins ? 1 : -1;
            SimProcess.this.standing += begins ? 1 : -1;
            if (!begins) {
                waiting.forEach(this::submit);
                waiting.clear();
            }
        }
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        List.copyOf(stopped).forEach(Runnable::run);
        stopped.clear();
    }

    void kill() {
        dead = true;
        stopped.clear();
    }

    /** From now on tasks of this purpose can stand still; of none, if it is empty. */
    void letStand(String purpose) {
        mayStand = purpose;
    }

    /** Its lease is renewed without standing still. */
    void letRenew() {
        if (mayStand.equals("lease")) {
            mayStand = "";
        }
    }

    /** Whether a thread of this purpose stands still. */
    boolean isStanding(String purpose) {
        Pool pool = pools.get(purpose);
        return pool != null && pool.standing > 0;
    }

    /** Whether any of its threads stands still. */
    boolean isStanding() {
        return standing > 0;
    }

    /** The next task is rejected. */
    void rejectNext() {
        rejections = 1;
    }

    /** Closes what runs in it: whenever the close waits, time passes and all others go on. */
    void close(OfflinePush push, Duration bound) {
        rejections = 0;
        closing = true;
        try {
            push.close(bound);
        } finally {
            closing = false;
        }
    }

    boolean isDead() {
        return dead;
    }

    boolean isRunning() {
        return !dead && !paused;
    }

    /** Runs a task in this process, if and when it runs. */
    void execute(Runnable task) {
        runtime.blocking().execute(() -> unlessStopped(task, () -> execute(task)));
    }

    private void unlessStopped(Runnable task, Runnable again) {
        if (dead) {
            return;
        }
        if (paused) {
            stopped.add(again);
        } else {
            task.run();
        }
    }

    @Override
    public InstantSource clock() {
        return runtime.clock();
    }

    @Override
    public Ticker ticker() {
        return runtime.ticker();
    }

    /** Whether a close waits for a moment. */
    private static boolean isAskedByClose() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(SimProcess.class.getName()))
                        .limit(1)
                        .anyMatch(frame -> frame.getClassName().endsWith(".ClosingSteps")));
    }

    private void letOthersRun() {
        closing = false;
        runtime.advance(LOOK);
        closing = true;
    }

    @Override
    public Scheduler scheduler() {
        return this::schedule;
    }

    private Task schedule(Duration delay, Runnable task) {
        if (closing && isAskedByClose()) {
            // The close must not sleep in real time.
            letOthersRun();
            task.run();
            return () -> {};
        }
        AtomicBoolean cancelled = new AtomicBoolean();
        Runnable ring = () -> {
            if (!cancelled.get()) {
                task.run();
            }
        };
        Task timed = runtime.scheduler().schedule(delay, () -> unlessStopped(ring, () -> execute(ring)));
        return () -> {
            cancelled.set(true);
            timed.cancel();
        };
    }

    @Override
    public Executor blocking() {
        return executor("blocking", THREADS);
    }

    @Override
    public Executor callbacks() {
        return executor("callbacks", THREADS);
    }

    @Override
    public Executor executor(String purpose, int threads) {
        return pools.computeIfAbsent(purpose, unused -> new Pool(purpose, threads));
    }
}
