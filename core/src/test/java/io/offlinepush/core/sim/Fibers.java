package io.offlinepush.core.sim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that may stand still in the middle, as a thread does in a call that hangs, while all others go on. Each has a
 * real thread, but only one thread runs at any time, so that a life stays exact.
 */
final class Fibers {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sim-fiber");
        thread.setDaemon(true);
        return thread;
    });

    private static final ThreadLocal<@Nullable Fiber> CURRENT = new ThreadLocal<>();

    /** Ends a task that still stands when its life is over. */
    private static final class LifeIsOver extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Fiber {
        private final String purpose;
        private final Semaphore go = new Semaphore(0);
        private final Semaphore back = new Semaphore(0);
        private final Consumer<Boolean> onStand;
        private @Nullable Throwable thrown;
        private boolean done;
        private boolean over;

        private Fiber(String purpose, Consumer<Boolean> onStand) {
            this.purpose = purpose;
            this.onStand = onStand;
        }
    }

    private final Set<Fiber> standing = new LinkedHashSet<>();

    /** The purpose of the task that runs now; null if it is one that cannot stand still. */
    static @Nullable String purpose() {
        Fiber fiber = CURRENT.get();
        return fiber == null ? null : fiber.purpose;
    }

    /**
     * Runs a task until it is done or stands still.
     *
     * @param onStand told when the task begins to stand still (true), and when it goes on (false)
     */
    void run(String purpose, Runnable task, Consumer<Boolean> onStand) {
        Fiber fiber = new Fiber(purpose, onStand);
        THREADS.execute(() -> {
            fiber.go.acquireUninterruptibly();
            CURRENT.set(fiber);
            try {
                task.run();
            } catch (Throwable e) {
                fiber.thrown = e;
            }
            CURRENT.remove();
            fiber.done = true;
            fiber.back.release();
        });
        step(fiber);
    }

    /**
     * Stands still, in a task that can. The given consumer gets what makes it go on, to be run once by another task.
     */
    void stand(Consumer<Runnable> goOn) {
        Fiber fiber = CURRENT.get();
        if (fiber == null) {
            throw new IllegalStateException("this task cannot stand still");
        }
        if (fiber.over) {
            throw new LifeIsOver();
        }
        standing.add(fiber);
        fiber.onStand.accept(true);
        goOn.accept(() -> {
            if (standing.remove(fiber)) {
                fiber.onStand.accept(false);
                step(fiber);
            }
        });
        fiber.back.release();
        fiber.go.acquireUninterruptibly();
        if (fiber.over) {
            throw new LifeIsOver();
        }
    }

    /** Ends what still stands. */
    void end() {
        for (Fiber fiber : List.copyOf(standing)) {
            standing.remove(fiber);
            fiber.over = true;
            fiber.go.release();
            fiber.back.acquireUninterruptibly();
        }
    }

    private static void step(Fiber fiber) {
        fiber.go.release();
        fiber.back.acquireUninterruptibly();
        if (fiber.done) {
            if (fiber.thrown instanceof Error error) {
                throw error;
            } else if (fiber.thrown instanceof RuntimeException unchecked) {
                throw unchecked;
            }
        }
    }
}
