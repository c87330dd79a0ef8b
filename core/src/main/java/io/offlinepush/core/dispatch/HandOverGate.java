package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import java.util.Collection;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;

/**
 * Keeps a push that was decided before a logout from leaving after it, in this process.
 *
 * <p>A decision notes the gate's {@link #moment} before it reads who is logged in. Whoever ends a binding first writes
 * it to the registry and then {@linkplain #fence fences} the device. A hand-over {@linkplain #pass passes} only if none
 * of its devices was fenced since its moment. Fencing waits for hand-overs that are just passing: they put bytes on
 * their way and do not wait for the network, so this is a matter of microseconds.
 */
public final class HandOverGate {

    /** Devices and notifications share slots: a fence may send an innocent push back to be decided again, which costs it nothing. */
    private static final int SLOTS = 4096;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final long[] fencedAt = new long[SLOTS];
    private long fences;

    /** The moment now. */
    public long moment() {
        lock.readLock().lock();
        try {
            return fences;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Lets no hand-over for the device pass that was decided before now. */
    public void fence(DeviceId device) {
        fenceAny(device);
    }

    /** Lets no hand-over of a notification pass that was decided before now. */
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

    /**
     * Runs the write unless something was fenced since the moment, or the other condition does not hold.
     *
     * @param concerns the devices; and the timeline of a notification
     * @return whether it ran
     */
    boolean pass(long moment, Collection<?> concerns, BooleanSupplier condition, Runnable write) {
        lock.readLock().lock();
        try {
            if (fences != moment && concerns.stream().anyMatch(one -> fencedAt[slot(one)] > moment)) {
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
