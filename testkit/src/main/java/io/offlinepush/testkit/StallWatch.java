package io.offlinepush.testkit;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says so when a thread that uses a {@link ManualRuntime} waits in a future while tasks wait for that thread. Looks now
 * and then, in real time, as long as tasks wait; says it once.
 */
final class StallWatch {

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final Set<String> WAITS = Set.of("join", "get");

    private final Supplier<String> waitingTasks;
    private final LongSupplier progress;
    private final Consumer<Runnable> later;
    private final Consumer<String> teller;

    // Guarded by this.
    private final Set<Thread> users = Collections.newSetFromMap(new WeakHashMap<>());
    private @Nullable Thread lastUser;
    private boolean armed;
    private boolean told;
    private long progressBefore;

    /**
     * Watches one runtime.
     *
     * @param waitingTasks names the tasks that wait, for example {@code 3 tasks}; empty if none does
     * @param progress grows with each task that runs and each move of the time
     * @param later runs a look after a while
     * @param teller is told what is wrong
     */
    StallWatch(
            Supplier<String> waitingTasks, LongSupplier progress, Consumer<Runnable> later, Consumer<String> teller) {
        this.waitingTasks = waitingTasks;
        this.progress = progress;
        this.later = later;
        this.teller = teller;
    }

    /** The current thread has made a task wait. */
    void taskWaits() {
        boolean arm;
        synchronized (this) {
            Thread thread = Thread.currentThread();
            if (thread != lastUser) {
                lastUser = thread;
                users.add(thread);
            }
            arm = !armed && !told;
            armed = armed || arm;
        }
        if (arm) {
            lookLater();
        }
    }

    private void lookLater() {
        // A runtime that nobody uses any more is not kept for the sake of this.
        WeakReference<StallWatch> self = new WeakReference<>(this);
        later.accept(() -> {
            StallWatch watch = self.get();
            if (watch != null) {
                watch.look();
            }
        });
    }

    private void look() {
        String tasks = waitingTasks.get();
        long now = progress.getAsLong();
        String stalled = null;
        synchronized (this) {
            if (tasks.isEmpty()) {
                armed = false;
                return;
            }
            if (now == progressBefore) {
                stalled = stalledUser();
                told = stalled != null;
            }
            progressBefore = now;
        }
        if (stalled == null) {
            lookLater();
        } else {
            teller.accept("A test waits for what nobody runs: " + stalled + ", and " + tasks
                    + " of its ManualRuntime wait. Nothing runs there by itself: call runAll(), or advance(...) "
                    + "for what is scheduled, before join() or get().");
        }
    }

    /** A user of the runtime that stands in a future's join or get, and where; null if none does. */
    private @Nullable String stalledUser() {
        for (Thread thread : users) {
            Thread.State state = thread.getState();
            if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
                String place = waitingPlace(thread.getStackTrace());
                if (place != null) {
                    return "thread " + thread.getName() + " stands in " + place;
                }
            }
        }
        return null;
    }

    /** Who called a future's join or get. */
    private static @Nullable String waitingPlace(StackTraceElement[] stack) {
        for (int i = 0; i + 1 < stack.length; i++) {
            if (stack[i].getClassName().equals(FUTURE) && WAITS.contains(stack[i].getMethodName())) {
                return stack[i + 1].toString();
            }
        }
        return null;
    }
}
