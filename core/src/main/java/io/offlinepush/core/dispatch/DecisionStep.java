package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.decision.Decider;
import io.offlinepush.core.decision.Decision;
import io.offlinepush.core.decision.DeviceFacts;
import io.offlinepush.core.decision.PartFacts;
import io.offlinepush.core.delivery.Wake;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies the facts of a part to each of its devices: it ends, waits for an acknowledgement, or is pushed. Belongs to
 * one loop.
 */
final class DecisionStep {

    private final LoopContext context;
    private final Decider decider;
    private final AckTimers timers;
    private final Deliveries deliveries;

    DecisionStep(LoopContext context, AckTimers timers, Deliveries deliveries) {
        this.context = context;
        this.decider = context.decisions().decider();
        this.timers = timers;
        this.deliveries = deliveries;
    }

    /** Decides every device of a part that is open to a decision, and sends the pushes on their way. */
    void decided(PartState part, PartFacts facts) {
        boolean first = part.decided(facts.complete());
        if (facts.expired()) {
            expire(part, first);
            deliveries.deliver(part, List.of(), facts.stamp());
            return;
        }
        if (facts.complete() && !part.devices().isEmpty()) {
            endThoseWhoLeft(part, facts.devices());
        }
        List<Wake> wakes = new ArrayList<>(facts.devices().size());
        long now = context.environment().ticker().nanos();
        for (DeviceFacts device : facts.devices()) {
            PushBinding push = device.push();
            DeviceState state = part.device(device.device(), push == null ? null : push.pushId());
            if (state != null && state.stage().isOpenToDecision()) {
                decide(part, facts, device, state, now, wakes);
            }
        }
        endThoseWithoutDevice(part, facts, first);
        if (!facts.complete()) {
            undecideUnread(part, facts.devices());
        }
        deliveries.deliver(part, wakes, facts.stamp());
    }

    private void decide(
            PartState part, PartFacts facts, DeviceFacts device, DeviceState state, long now, List<Wake> wakes) {
        long reached = decider.reached(part, device);
        boolean over = state.isDeadlineOver(now);
        if (over && device.online() && reached < part.sequence()) {
            decider.unresponsive(part.isNotification())
                    .missed(device.device(), device.login().number(), part.timeline(), reached);
        }
        PushBinding push = device.push();
        PushId pushId = push == null ? null : push.pushId();
        Decision decision = decider.decide(part, facts, device, reached, over);
        if (decision instanceof Decision.End end) {
            end(part, state, pushId, end.reason());
        } else if (decision instanceof Decision.Wait) {
            state.decidedWith(pushId);
            if (part.awaitAck(
                    state, now + context.decisions().acknowledgementTime().toNanos())) {
                timers.add(part, state);
                context.trace().step(part.messageId(), TraceStage.WAITING, pushId);
            }
        } else if (push != null) {
            stopWaiting(part, state);
            context.trace().step(part.messageId(), TraceStage.DECIDED, pushId);
            wakes.add(new Wake(device.device(), device.login().user(), push));
        }
    }

    private void end(
            PartState part, DeviceState state, @org.jspecify.annotations.Nullable PushId pushId, EndReason reason) {
        stopWaiting(part, state);
        DeviceEnd end = new DeviceEnd(pushId, reason, "", "");
        part.end(state, end);
        context.trace().ended(part.messageId(), end);
    }

    private void stopWaiting(PartState part, DeviceState state) {
        if (state.stage() == DeviceStage.AWAITING_ACK) {
            timers.remove(part, state);
        }
    }

    private void expire(PartState part, boolean first) {
        boolean any = false;
        for (DeviceState state : List.copyOf(part.devices())) {
            any = true;
            if (state.stage().isOpenToDecision()) {
                end(part, state, state.pushId(), EndReason.EXPIRED);
            }
        }
        if (!any) {
            int users = first && part.countsUsersWithoutDevice() ? part.users().size() : 1;
            for (int i = 0; i < users && (i > 0 || part.nothingEnded()); i++) {
                endWithoutDevice(part, EndReason.EXPIRED);
            }
        }
    }

    /** A device that had no end yet, and is not this user's any more. */
    private void endThoseWhoLeft(PartState part, List<DeviceFacts> present) {
        if (present.size() == 1 && part.devices().size() == 1) {
            if (part.devices().get(0).device().equals(present.get(0).device())) {
                return;
            }
        }
        Set<Object> there = new HashSet<>(2 * present.size());
        present.forEach(device -> there.add(device.device()));
        for (DeviceState state : List.copyOf(part.devices())) {
            DeviceStage stage = state.stage();
            boolean open = stage != DeviceStage.DONE && stage != DeviceStage.IN_FLIGHT;
            if (open && !there.contains(state.device())) {
                end(part, state, state.pushId(), EndReason.NO_BINDING);
            }
        }
    }

    private void endThoseWithoutDevice(PartState part, PartFacts facts, boolean first) {
        int users = 0;
        if (first && part.countsUsersWithoutDevice()) {
            Set<UserId> reached = new HashSet<>();
            facts.devices().forEach(device -> reached.add(device.login().user()));
            users = facts.complete() ? part.users().size() - reached.size() : 0;
        } else if (facts.devices().isEmpty() && facts.complete() && part.nothingEnded()) {
            users = 1;
        }
        for (int i = 0; i < users; i++) {
            endWithoutDevice(part, facts.withdrawn() ? EndReason.WITHDRAWN : EndReason.NO_BINDING);
        }
    }

    private void endWithoutDevice(PartState part, EndReason reason) {
        part.endWithoutDevice(reason);
        context.trace().ended(part.messageId(), new DeviceEnd(null, reason, "", ""));
    }

    /**
     * A device that could not be read must neither stay in a lane on an old decision, nor wait for a deadline that is
     * over.
     */
    private void undecideUnread(PartState part, List<DeviceFacts> read) {
        Set<Object> known = new HashSet<>();
        read.forEach(device -> known.add(device.device()));
        for (DeviceState state : part.devices()) {
            boolean waits = state.stage() == DeviceStage.QUEUED || state.stage() == DeviceStage.AWAITING_ACK;
            if (waits && !known.contains(state.device())) {
                stopWaiting(part, state);
                part.undecided(state);
            }
        }
    }
}
