package io.offlinepush.core.delivery;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Keeps a push that was decided before a logout from leaving after it, in this process.
 *
 * <p>A decision notes the gate's {@link #epoch} before it reads who is logged in. Whoever ends a binding writes it to
 * the registry first and then {@linkplain #fence fences} the device. A request {@linkplain #pass passes} only if none
 * of its devices was fenced since the epoch of its decision. Fencing waits for requests that are just passing: they put
 * bytes on their way and do not wait for the network, so this takes microseconds.
 */
public final class SendGate {

    /**
     * Devices and notifications share slots: a fence may send an innocent push back to be decided again, which costs it
     * nothing.
     */
    private static final int SLOTS = 4096;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final long[] fencedAt = new long[SLOTS];
    private long fences;

    /** How often was fenced so far: the epoch of a decision that begins now. */
    public long epoch() {
        lock.readLock().lock();
        try {
            return fences;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Lets no request for the device pass that was decided before now. */
    public void fence(DeviceId device) {
        fenceAny(device);
    }

    /** Lets no request of a notification pass that was decided before now. */
    public void fence(Timeline notification) {
        fenceAny(notification);
    }

    private void fenceAny(Object what) {
        lock.writeLock().lock();
        try {
            fences++;
            fencedAt[slot(what)] = fences;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** What a request concerns: its devices, and the timeline of a notification. */
    @FunctionalInterface
    interface Concerns {

        /** Whether the test holds for any of it. */
        boolean any(Predicate<Object> test);
    }

    /**
     * Runs the write unless something that it concerns was fenced since the epoch, or the other condition does not
     * hold.
     *
     * @return whether it ran
     */
    boolean pass(long epoch, Concerns concerns, BooleanSupplier condition, Runnable write) {
        lock.readLock().lock();
        try {
            if (fences != epoch && concerns.any(one -> fencedAt[slot(one)] > epoch)) {
                return false;
            }
            if (!condition.getAsBoolean()) {
                return false;
            }
            write.run();
            return true;
        } finally {
            lock.readLock().unlock();
        }
    }

    private static int slot(Object what) {
        int hash = what.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
