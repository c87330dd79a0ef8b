package io.offlinepush.testkit;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@link PushRequest} that a test makes by hand: its decision is current unless told otherwise, and it counts how
 * often it was asked and how often it was written. Safe for any number of threads.
 */
public final class RecordingRequest implements PushRequest {

    private final VendorApp app;
    private final Notification notification;
    private final List<Target> targets;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final CountDownLatch firstLeft = new CountDownLatch(1);
    private volatile Duration timeLeft = Duration.ofHours(1);
    private volatile boolean mayLeave = true;
    private volatile Runnable beforeWrite = () -> {};

    /**
     * A request whose decision is current and that has an hour left.
     *
     * @param app which app
     * @param notification what to show
     * @param targets where
     */
    public RecordingRequest(VendorApp app, Notification notification, List<Target> targets) {
        this.app = Objects.requireNonNull(app, "app");
        this.notification = Objects.requireNonNull(notification, "notification");
        this.targets = List.copyOf(targets);
    }

    /**
     * From now on {@link #sendIfCurrent} runs the write, or refuses it.
     *
     * @param may whether its decision is still current
     * @return this
     */
    public RecordingRequest mayLeave(boolean may) {
        mayLeave = may;
        return this;
    }

    /**
     * Sets what is left of its expiry.
     *
     * @param time zero or less once it is over
     * @return this
     */
    public RecordingRequest timeLeft(Duration time) {
        timeLeft = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Runs inside {@link #sendIfCurrent}, directly before the write: what has arrived at the vendor by then was sent
     * without being asked for.
     *
     * @param probe what to look at
     * @return this
     */
    public RecordingRequest beforeWrite(Runnable probe) {
        beforeWrite = Objects.requireNonNull(probe, "probe");
        return this;
    }

    /**
     * How often {@link #sendIfCurrent} was called.
     *
     * @return also those that it refused
     */
    public int asked() {
        return asked.get();
    }

    /**
     * How often a write ran.
     *
     * @return 0 if nothing may have arrived
     */
    public int left() {
        return left.get();
    }

    /** Waits until a write has run, for 30 seconds at the most. */
    public void awaitLeft() {
        try {
            if (!firstLeft.await(Together.BOUND.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nothing left within " + Together.BOUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public VendorApp app() {
        return app;
    }

    @Override
    public Notification notification() {
        return notification;
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public Duration timeLeft() {
        return timeLeft;
    }

    @Override
    public boolean sendIfCurrent(Runnable write) {
        asked.incrementAndGet();
        if (!mayLeave) {
            return false;
        }
        beforeWrite.run();
        // Counted first: the answer may come, on another thread, before the write has returned.
        left.incrementAndGet();
        write.run();
        firstLeft.countDown();
        return true;
    }
}
