package io.offlinepush.benchmarks;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Pushes one after the other through a bare client, with a number of them in flight. */
final class Pushes {

    static final int IN_FLIGHT = 256;

    private Pushes() {}

    /**
     * One round.
     *
     * @param thread whether a thread that waits for room pushes; otherwise what follows an answer does
     * @throws IllegalStateException if one is not accepted
     */
    static Measured round(int pushes, boolean thread, LongFunction<CompletionStage<Boolean>> push) throws Exception {
        AtomicLong failed = new AtomicLong();
        LongFunction<CompletionStage<?>> counted = number -> push.apply(number).handle((accepted, failure) -> {
            if (failure != null || !accepted) {
                failed.incrementAndGet();
            }
            return true;
        });
        Meter meter = Meter.start();
        if (thread) {
            fromThread(pushes, counted);
        } else {
            fromCallbacks(pushes, counted);
        }
        Measured measured = meter.stop(pushes);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " pushes failed");
        }
        return measured;
    }

    private static void fromThread(int pushes, LongFunction<CompletionStage<?>> push) throws Exception {
        Semaphore room = new Semaphore(IN_FLIGHT);
        for (long i = 0; i < pushes; i++) {
            room.acquire();
            CompletionStage<?> unused = push.apply(i).thenRun(room::release);
        }
        room.acquire(IN_FLIGHT);
    }

    private static void fromCallbacks(int pushes, LongFunction<CompletionStage<?>> push) throws Exception {
        CountDownLatch chains = new CountDownLatch(IN_FLIGHT);
        AtomicLong next = new AtomicLong();
        for (int i = 0; i < IN_FLIGHT; i++) {
            another(pushes, next, push, chains);
        }
        chains.await();
    }

    private static void another(
            int pushes, AtomicLong next, LongFunction<CompletionStage<?>> push, CountDownLatch chains) {
        long number = next.getAndIncrement();
        if (number >= pushes) {
            chains.countDown();
        } else {
            CompletionStage<?> unused = push.apply(number).thenRun(() -> another(pushes, next, push, chains));
        }
    }
}
