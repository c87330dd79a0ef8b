package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Timeline;
import io.offlinepush.core.decision.PartFacts;
import io.offlinepush.core.format.UnknownFormatException;
import io.offlinepush.core.outbox.Settled;
import io.offlinepush.core.outbox.SettlementListener;
import io.offlinepush.core.outbox.UnsettledEnds;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Settlement.Ends;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop, and the parts whose timelines hash to it, from the moment they are held to their last settlement.
 * Everything runs on its executor, one task at a time and without ever blocking, so that a part's state needs no lock
 * and every order of events is an order of tasks.
 */
final class DispatchLoop implements LoopEvents, SettlementListener {

    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    private static final int MOST_LOSSES = 5;
    private static final Duration UNREADABLE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final LoopContext context;
    private final Executor executor;
    private final AckTimers timers;
    private final DecisionQueue decisions;
    private final DecisionStep step;
    private final FanOut fanOut;

    private final Map<PartId, PartState> open = new HashMap<>();
    private final Set<PartId> fanningOut = new HashSet<>();
    private final PendingSettlements pending = new PendingSettlements();
    private @Nullable NodeId lastSeen;

    DispatchLoop(LoopContext context, Executor executor) {
        this.context = context;
        this.executor = executor;
        this.timers = new AckTimers(context.environment(), executor, this::decide);
        this.decisions = new DecisionQueue(context.gatherer(), executor, this::decided, this::notDecided);
        this.step = new DecisionStep(context, timers, context.deliveries(this));
        this.fanOut = context.fanOut(this);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    // Parts come.

    /**
     * Takes over parts, each of which has a place in the capacity.
     *
     * @param claimed whether the store gave them to this node; otherwise it is only known that the node held them when
     *     it was asked
     */
    void add(NodeId holder, List<NewWork> works, boolean claimed) {
        boolean mine = holder.equals(me());
        for (NewWork work : works) {
            Part part = work.part();
            if (!mine || isKnown(part, holder, claimed)) {
                context.capacity().giveBack(1);
                continue;
            }
            try {
                begin(holder, work);
            } catch (RuntimeException e) {
                unreadable(holder, part, e);
            }
        }
    }

    private boolean isKnown(Part part, NodeId holder, boolean claimed) {
        PartId id = part.id();
        if (open.containsKey(id) || fanningOut.contains(id) || pending.cameBack(part, holder, claimed)) {
            return true;
        }
        if (claimed) {
            return false;
        }
        if (pending.mayBeBack(id)) {
            // Claimed once more with an unknown outcome, or seen before it left: a later look tells.
            context.claims().reconcileLater();
        }
        return pending.leftSinceWatch(id) || context.announcements().isAnnounced(id);
    }

    private void begin(NodeId holder, NewWork work) {
        Part part = work.part();
        if (part.losses() >= MOST_LOSSES) {
            log.error("{} was lost by {} nodes in turn and is dead", part.id(), part.losses());
            Ends ends = UnsettledEnds.whole(EndReason.POISON);
            settleUnseen(holder, new Settlement.Dead(part.id(), ends, EndReason.POISON, part.progress()));
        } else if (FanOut.isDue(work)) {
            fanningOut.add(part.id());
            context.capacity().decided();
            fanOut.begin(holder, work);
        } else {
            PartState fresh = new PartState(holder, work);
            open.put(part.id(), fresh);
            context.capacity().decided();
            decide(fresh);
        }
    }

    /** Nothing can be read of it but its time: it is left to another node, and over once that is over. */
    private void unreadable(NodeId holder, Part part, RuntimeException e) {
        String why = e instanceof UnknownFormatException
                ? e.getMessage()
                : e.getClass().getName();
        log.error("{} of {} cannot be read and is left to another node: {}", part.id(), part.messageId(), why);
        Settlement last = context.node().storeTime().isBefore(part.expiresAt())
                ? new Settlement.Rescheduled(part.id(), Ends.NONE, UNREADABLE, part.lane(), part.progress())
                : new Settlement.Completed(part.id(), UnsettledEnds.whole(EndReason.EXPIRED));
        settleUnseen(holder, last);
    }

    private void settleUnseen(NodeId holder, Settlement settlement) {
        context.capacity().decided();
        settleLast(holder, settlement);
    }

    // Parts are decided.

    @Override
    public void decide(PartState part) {
        if (part.beginDecision()) {
            context.capacity().deciding();
            decisions.add(part);
        }
    }

    private void decided(PartState part, PartFacts facts) {
        context.capacity().decided();
        if (part.isClosed()) {
            return;
        }
        if (part.isOutdated()) {
            part.decideAnew();
            decide(part);
            return;
        }
        step.decided(part, facts);
        changed(part);
    }

    private void notDecided(PartState part) {
        context.capacity().decided();
        if (part.isClosed()) {
            return;
        }
        Duration pause = pauseAfter(part.notDecided());
        context.environment()
                .scheduler()
                .schedule(
                        pause,
                        () -> execute(() -> {
                            if (!part.isClosed()) {
                                part.decideAnew();
                                decide(part);
                            }
                        }));
    }

    private static Duration pauseAfter(int failures) {
        // Twice soon, for a port that failed by accident; then ever slower.
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.max(0, Math.min(failures - 2, 10)));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    // Devices move on.

    /** A device acknowledged a timeline up to a sequence. */
    void acknowledged(DeviceId device, Timeline timeline, long sequence) {
        for (PartState part : timers.acknowledged(device, timeline, sequence)) {
            DeviceState state = part.find(device);
            if (state != null && state.stage() == DeviceStage.AWAITING_ACK) {
                DeviceEnd end = new DeviceEnd(state.pushId(), EndReason.DELIVERED, "", "");
                part.end(state, end);
                context.trace().ended(part.messageId(), end);
                changed(part);
            }
        }
    }

    /** Something about a device changed: parts that wait for it are decided anew. */
    void recheck(DeviceId device) {
        timers.of(device).forEach(this::decide);
    }

    @Override
    public void changed(PartState part) {
        if (part.isClosed()) {
            return;
        }
        if (part.isBusy()) {
            // Only what another process could not find out again is worth a write.
            Settlement checkpoint = part.checkpoint();
            if (checkpoint != null) {
                context.settlements().write(part.holder(), checkpoint, this);
            }
            return;
        }
        Settlement last = part.close(part.isIncomplete() ? pauseAfter(part.undecidable()) : Duration.ZERO);
        settleLast(part.holder(), last);
    }

    // Parts go.

    /** Settles a part for the last time here: it is over, dead, or to be claimed again by anybody. */
    void settleLast(NodeId holder, Settlement settlement) {
        PartId id = settlement.part();
        open.remove(id);
        fanningOut.remove(id);
        pending.add(id, holder, settlement instanceof Settlement.Rescheduled);
        context.capacity().leave();
        context.settlements().write(holder, settlement, this);
    }

    @Override
    public void settled(List<Settled> answers) {
        execute(() -> {
            answers.forEach(this::settledNow);
            context.claims().roomAgain();
        });
    }

    private void settledNow(Settled answer) {
        Settlement settlement = answer.settlement();
        if (settlement instanceof Settlement.Checkpoint) {
            return;
        }
        PendingSettlements.Returned back = pending.written(settlement.part(), answer.holder());
        if (back != null && back.claimed() && answer.atOnce()) {
            context.capacity().take(1);
            add(answer.holder(), List.of(NewWork.stored(back.part())), true);
        } else if (back != null) {
            // Only the store knows whose it is now.
            context.claims().reconcile();
        }
        if (settlement instanceof Settlement.Rescheduled later) {
            context.claims().claimAfter(later.after());
        }
    }

    /** A fan-out is over here without a last settlement of its part. */
    void fannedOut(PartId part) {
        if (fanningOut.remove(part)) {
            context.capacity().leave();
            context.claims().roomAgain();
        }
    }

    /** Gives back what is not under way at a vendor, so that another process need not think of it as lost. */
    void giveBack() {
        for (PartState part : List.copyOf(open.values())) {
            if (!part.isClosed() && !part.isInFlight()) {
                if (part.isDeciding()) {
                    part.decideAnew();
                }
                letGoOfLanes(part);
                settleLast(part.holder(), part.giveBack());
            }
        }
    }

    /** Lets go of everything without telling the store. */
    void dropAll() {
        drop(true);
    }

    /** This process has a new id in the store: what it held under the old one is unclaimed. */
    void dropLost() {
        me();
    }

    /** This process in the store. The first look after it has a new id drops what it held under the old one. */
    private NodeId me() {
        NodeId me = context.node().id();
        if (!me.equals(lastSeen)) {
            lastSeen = me;
            drop(false);
        }
        return me;
    }

    private void drop(boolean all) {
        for (PartState part : List.copyOf(open.values())) {
            if (all || !part.holder().equals(lastSeen)) {
                part.close();
                part.devices().forEach(device -> timers.remove(part, device));
                letGoOfLanes(part);
                open.remove(part.id());
                context.capacity().leave();
            }
        }
        fanningOut.forEach(unused -> context.capacity().leave());
        fanningOut.clear();
    }

    private void letGoOfLanes(PartState part) {
        for (Parked parked : part.parked()) {
            part.unpark(parked);
            parked.lane().giveBack(parked.ticket());
            context.way().lanes().pump(parked.lane());
        }
    }

    // A look at what the store says this process holds.

    void watch() {
        pending.watch();
    }

    void watchEnds() {
        pending.watchEnds();
    }
}
