package io.offlinepush.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts what is through, and wakes the one thread that waits for so many: once, so that counting stays cheap. */
final class Handed {

    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final AtomicLong total = new AtomicLong();
    private volatile long awaited = Long.MAX_VALUE;
    private volatile @Nullable Thread waiter;
    private volatile long last;
    private volatile long first;
    private volatile boolean expectingFirst;

    /** So many more are through. */
    void add(int count) {
        last = System.nanoTime();
        if (expectingFirst) {
            first = last;
            expectingFirst = false;
        }
        if (total.addAndGet(count) >= awaited) {
            awaited = Long.MAX_VALUE;
            LockSupport.unpark(waiter);
        }
    }

    long total() {
        return total.get();
    }

    /** When the last one was through, as {@link System#nanoTime} counts. */
    long last() {
        return last;
    }

    /** The next one that is through counts as the first. */
    void expectFirst() {
        expectingFirst = true;
    }

    /** When the first one was through. */
    long first() {
        return first;
    }

    /**
     * Waits until so many are through in all.
     *
     * @throws IllegalStateException if nothing comes for a minute: something was refused or lost
     */
    void await(long count) {
        long seen = -1;
        long deadline = 0;
        waiter = Thread.currentThread();
        for (long now = total.get(); now < count; now = total.get()) {
            if (now != seen) {
                seen = now;
                deadline = System.nanoTime() + SILENCE_NANOS;
            } else if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited for " + count + ", and " + total + " came");
            }
            awaited = count;
            if (total.get() < count) {
                LockSupport.parkNanos(this, SILENCE_NANOS / 10);
            }
        }
    }
}
