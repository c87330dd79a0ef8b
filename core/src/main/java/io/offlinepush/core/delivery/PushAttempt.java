package io.offlinepush.core.delivery;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to push one notification to devices of one app, on its way to a provider. The decision behind it holds
 * until {@link #sendIfCurrent}: there freshness, the gate and the lease are checked once more, under the gate's lock,
 * directly around the write.
 */
public final class PushAttempt implements PushRequest {

    private final Order order;
    private final List<Wake> wakes;
    private final List<Target> targets;
    private final Notification notification;
    private final SendConditions conditions;

    private volatile boolean sent;
    private volatile boolean withheld;

    /**
     * What is pushed, apart from where.
     *
     * @param app the app of all devices
     * @param stamp when it was decided
     * @param expiresAt until when it may go out, in the store's time
     * @param fencedBy the timeline of a notification of the host, which a withdrawal fences; null for a message
     * @param holder under which id this process holds what is pushed
     */
    public record Order(
            VendorApp app,
            DecisionStamp stamp,
            Instant expiresAt,
            @Nullable Timeline fencedBy,
            NodeId holder) {}

    /**
     * An attempt.
     *
     * @param wakes the devices, all of the order's app
     * @param conditions what must hold when the request is written
     */
    public PushAttempt(Order order, Notification notification, List<Wake> wakes, SendConditions conditions) {
        this.order = order;
        this.notification = notification;
        this.wakes = wakes;
        this.conditions = conditions;
        if (wakes.size() == 1) {
            this.targets = List.of(target(wakes.get(0)));
        } else {
            List<Target> all = new ArrayList<>(wakes.size());
            for (Wake wake : wakes) {
                all.add(target(wake));
            }
            this.targets = List.copyOf(all);
        }
    }

    private static Target target(Wake wake) {
        return new Target(wake.push().pushId(), wake.user(), wake.push().token());
    }

    /** The devices, in the order of the targets. */
    public List<Wake> wakes() {
        return wakes;
    }

    @Override
    public VendorApp app() {
        return order.app;
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
        return Duration.between(conditions.node().storeTime(), order.expiresAt);
    }

    @Override
    public boolean sendIfCurrent(Runnable write) {
        boolean passed = conditions.gate().pass(order.stamp.epoch(), this::concernsAny, this::isCurrent, () -> {
            sent = true;
            write.run();
        });
        withheld = !passed;
        if (passed) {
            conditions.trace().handedOver(notification.messageId(), targets);
        }
        return passed;
    }

    private boolean isCurrent() {
        return conditions.hold(order.stamp, order.holder);
    }

    private boolean concernsAny(Predicate<Object> test) {
        if (order.fencedBy != null && test.test(order.fencedBy)) {
            return true;
        }
        for (Wake wake : wakes) {
            if (test.test(wake.device())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a write ever ran: if not, the vendor surely has not seen the request. */
    public boolean wasSent() {
        return sent;
    }

    /** Whether the request was held back last, because its decision is out of date: a new one is due. */
    public boolean wasWithheld() {
        return withheld;
    }

    @Override
    public String toString() {
        return "PushAttempt[" + order.app + ", number " + notification.number() + ", " + targets.size() + " targets]";
    }
}
