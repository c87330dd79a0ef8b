package io.offlinepush.core.dispatch;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A push on its way to a provider. What was decided for it holds until {@link #sendIfCurrent}: there freshness, the gate and the
 * lease are looked at once more, under the gate's lock, directly around the write.
 */
public final class OutgoingRequest implements PushRequest {

    private final VendorApp app;
    private final Notification notification;
    private final List<?> concerns;
    private final List<Target> targets;
    private final Supplier<Duration> timeLeft;
    private final HandOverGate gate;
    private final long moment;
    private final BooleanSupplier stillHolds;
    private final Runnable onLeft;

    private volatile boolean left;
    private volatile boolean withheld;

    /**
     * A push.
     *
     * @param concerns what a fence of the gate may hold it back for: the targets' devices, and the timeline of a notification
     * @param moment the gate's moment before who is logged in was read
     * @param stillHolds whether the decision is fresh and the lease alive
     * @param onLeft runs right after each write
     */
    public OutgoingRequest(
            VendorApp app,
            Notification notification,
            List<?> concerns,
            List<Target> targets,
            Supplier<Duration> timeLeft,
            HandOverGate gate,
            long moment,
            BooleanSupplier stillHolds,
            Runnable onLeft) {
        this.app = app;
        this.notification = notification;
        this.concerns = List.copyOf(concerns);
        this.targets = List.copyOf(targets);
        this.timeLeft = timeLeft;
        this.gate = gate;
        this.moment = moment;
        this.stillHolds = stillHolds;
        this.onLeft = onLeft;
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
        return timeLeft.get();
    }

    @Override
    public boolean sendIfCurrent(Runnable write) {
        boolean passed = gate.pass(moment, concerns, stillHolds, () -> {
            left = true;
            write.run();
        });
        withheld = !passed;
        if (passed) {
            onLeft.run();
        }
        return passed;
    }

    /** Whether a write ever ran: if not, the vendor surely has not seen it. */
    public boolean left() {
        return left;
    }

    /** Whether the gate refused it last: the decision was out of date, and a new one is due. */
    public boolean withheld() {
        return withheld;
    }

    @Override
    public String toString() {
        return "OutgoingRequest[" + app + ", number " + notification.number() + ", " + targets.size() + " targets]";
    }
}
