package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has until when to acknowledge what. Belongs to one loop. An acknowledgement finds what it ends, and no more,
 * among all that waits for its device; one alarm serves all deadlines.
 */
final class AckTimers {

    /** A part that waits for a device. */
    static final class Wait {
        private final Timeline timeline;
        private final long sequence;
        private final int index;
        private final long deadline;
        /** Null once it is over: what is left of it in the order of deadlines must not keep the part alive. */
        private @Nullable PartState part;

        private @Nullable DeviceState device;

        private Wait(PartState part, DeviceState device) {
            this.timeline = part.timeline();
            this.sequence = part.sequence();
            this.index = part.id().index();
            this.deadline = device.ackDeadline();
            this.part = part;
            this.device = device;
        }

        /** A bound for a search. */
        private Wait(Timeline timeline, long sequence, int index) {
            this.timeline = timeline;
            this.sequence = sequence;
            this.index = index;
            this.deadline = 0;
        }
    }

    private static final Comparator<Wait> BY_PLACE = Comparator.comparing((Wait wait) -> wait.timeline.kind())
            .thenComparing(wait -> wait.timeline.id())
            .thenComparingLong(wait -> wait.sequence)
            .thenComparingInt(wait -> wait.index);

    private final Map<DeviceId, TreeSet<Wait>> byDevice = new HashMap<>();
    private final PriorityQueue<Wait> byDeadline =
            new PriorityQueue<>((one, other) -> Long.signum(one.deadline - other.deadline));

    private final Environment environment;
    private final Executor loop;
    private final Consumer<PartState> onDeadline;
    /** For when the next alarm is set; meaningless if none is. */
    private long alarmAt;

    private boolean alarmSet;

    AckTimers(Environment environment, Executor loop, Consumer<PartState> onDeadline) {
        this.environment = environment;
        this.loop = loop;
        this.onDeadline = onDeadline;
    }

    /** Begins to wait. */
    void add(PartState part, DeviceState device) {
        Wait wait = new Wait(part, device);
        byDevice.computeIfAbsent(device.device(), unused -> new TreeSet<>(BY_PLACE))
                .add(wait);
        byDeadline.add(wait);
        setAlarm();
    }

    /** Waits no more for this device. */
    void remove(PartState part, DeviceState device) {
        TreeSet<Wait> waits = byDevice.get(device.device());
        if (waits != null) {
            Wait place = new Wait(part.timeline(), part.sequence(), part.id().index());
            Wait found = waits.floor(place);
            if (found != null && BY_PLACE.compare(found, place) == 0) {
                take(device.device(), waits, found);
            }
        }
    }

    /** Takes out the waits that an acknowledgement ends: handed to the consumer in their order. */
    List<PartState> acknowledged(DeviceId device, Timeline timeline, long sequence) {
        TreeSet<Wait> waits = byDevice.get(device);
        if (waits == null) {
            return List.of();
        }
        Wait from = new Wait(timeline, Long.MIN_VALUE, 0);
        Wait to = new Wait(timeline, sequence, Integer.MAX_VALUE);
        List<PartState> parts = new ArrayList<>();
        for (Wait wait : new ArrayList<>(waits.subSet(from, true, to, true))) {
            PartState part = wait.part;
            if (part != null) {
                parts.add(part);
            }
            take(device, waits, wait);
        }
        return parts;
    }

    /** The parts that wait for a device. */
    List<PartState> of(DeviceId device) {
        TreeSet<Wait> waits = byDevice.get(device);
        if (waits == null) {
            return List.of();
        }
        List<PartState> parts = new ArrayList<>(waits.size());
        for (Wait wait : waits) {
            PartState part = wait.part;
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private void take(DeviceId device, NavigableSet<Wait> waits, Wait wait) {
        waits.remove(wait);
        if (waits.isEmpty()) {
            byDevice.remove(device);
        }
        wait.part = null;
        wait.device = null;
    }

    private void setAlarm() {
        while (!byDeadline.isEmpty() && byDeadline.peek().part == null) {
            byDeadline.remove();
        }
        Wait first = byDeadline.peek();
        if (first == null || (alarmSet && alarmAt - first.deadline <= 0)) {
            return;
        }
        alarmSet = true;
        alarmAt = first.deadline;
        long left = Math.max(0, first.deadline - environment.ticker().nanos());
        environment.scheduler().schedule(Duration.ofNanos(left), () -> loop.execute(this::ring));
    }

    private void ring() {
        alarmSet = false;
        long now = environment.ticker().nanos();
        List<PartState> over = new ArrayList<>();
        for (Wait first = byDeadline.peek(); first != null; first = byDeadline.peek()) {
            PartState part = first.part;
            DeviceState device = first.device;
            if (part != null && device != null) {
                if (first.deadline - now > 0) {
                    break;
                }
                TreeSet<Wait> waits = byDevice.get(device.device());
                if (waits != null) {
                    take(device.device(), waits, first);
                }
                over.add(part);
            }
            byDeadline.remove();
        }
        setAlarm();
        over.forEach(onDeadline);
    }
}
