package io.offlinepush.core.sim;

import io.offlinepush.api.Environment;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One operating system process on a runtime that all share: its tasks mix with those of the others, and it can be paused
 * (its tasks wait, time goes on) or killed (its tasks never run) without a word to the engine inside.
 */
final class SimProcess implements Environment {

    final String name;
    private final ManualRuntime runtime;
    private final List<Runnable> stopped = new ArrayList<>();
    private boolean paused;
    private boolean dead;

    SimProcess(String name, ManualRuntime runtime) {
        this.name = name;
        this.runtime = runtime;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        List.copyOf(stopped).forEach(this::execute);
        stopped.clear();
    }

    void kill() {
        dead = true;
        stopped.clear();
    }

    boolean isDead() {
        return dead;
    }

    boolean isRunning() {
        return !dead && !paused;
    }

    /** Runs a task in this process, if and when it runs. */
    void execute(Runnable task) {
        runtime.blocking().execute(() -> run(task));
    }

    private void run(Runnable task) {
        if (dead) {
            return;
        }
        if (paused) {
            stopped.add(task);
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

    @Override
    public Scheduler scheduler() {
        return this::schedule;
    }

    private Task schedule(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Task timed = runtime.scheduler()
                .schedule(
                        delay,
                        () -> run(() -> {
                            if (!cancelled.get()) {
                                task.run();
                            }
                        }));
        return () -> {
            cancelled.set(true);
            timed.cancel();
        };
    }

    @Override
    public Executor blocking() {
        return this::execute;
    }

    @Override
    public Executor callbacks() {
        return this::execute;
    }
}
