package io.offlinepush.core.orders;

import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tasks of a manual runtime, and holds a task in the middle of what it does when it comes to a gate that is
 * shut: as a thread is held that waits for a database. The others go on meanwhile.
 *
 * <p>Each task runs on a thread of its own from where it is held, but never two at a time: whoever drives this waits
 * until all that can run has run, so nothing depends on which thread is faster.
 */
final class Lockstep {

    /** For an engine that blocks itself for ever; no test waits for it otherwise. */
    private static final Duration STUCK = Duration.ofMinutes(1);

    private static final Object HELD = "a task is held";
    private static final Object THROUGH = "nothing more can run";

    private final ManualRuntime runtime;
    private final Executor threads;
    private final Set<Step> shut = EnumSet.noneOf(Step.class);
    private final Map<Step, Deque<Semaphore>> held = new EnumMap<>(Step.class);
    private final SynchronousQueue<Object> news = new SynchronousQueue<>();

    /**
     * Nothing is held.
     *
     * @param threads as many as there are tasks to hold
     */
    Lockstep(ManualRuntime runtime, Executor threads) {
        this.runtime = runtime;
        this.threads = threads;
    }

    /** From now on tasks are held at these gates. */
    void shut(Set<Step> gates) {
        shut.addAll(gates);
    }

    /** From now on no task is held at this gate; those that are stay. */
    void open(Step gate) {
        shut.remove(gate);
    }

    /** A task came to a gate; returns when it may go on. */
    void pass(Step gate) {
        if (shut.contains(gate)) {
            Semaphore go = new Semaphore(0);
            held.computeIfAbsent(gate, unused -> new ArrayDeque<>()).add(go);
            tell(HELD);
            go.acquireUninterruptibly();
        }
    }

    boolean isHeld(Step gate) {
        return held.containsKey(gate);
    }

    /** Where tasks are held. */
    Set<Step> held() {
        return Set.copyOf(held.keySet());
    }

    /** Lets the task go on that is held there for longest, and runs all that can run then. */
    void letGo(Step gate) {
        Deque<Semaphore> waiting = held.getOrDefault(gate, new ArrayDeque<>());
        Semaphore first = waiting.removeFirst();
        if (waiting.isEmpty()) {
            held.remove(gate);
        }
        first.release();
        hear();
        run();
    }

    /** Runs all that can run; here, if there is nothing that could hold it. */
    void run() {
        if (shut.isEmpty() && held.isEmpty()) {
            runtime.runAll();
            return;
        }
        boolean through = false;
        while (!through) {
            threads.execute(() -> tell(runAll()));
            through = hear();
        }
    }

    private Object runAll() {
        try {
            runtime.runAll();
            return THROUGH;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** What a thread says last before it is held or gone: whether it was through with everything. */
    private boolean hear() {
        try {
            Object said = news.poll(STUCK.toSeconds(), TimeUnit.SECONDS);
            if (said instanceof Throwable thrown) {
                throw new AssertionError("a task threw", thrown);
            } else if (said == null) {
                throw new AssertionError("a task neither ends nor comes to a gate; held are " + held());
            }
            return said.equals(THROUGH);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void tell(Object what) {
        try {
            news.put(what);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
