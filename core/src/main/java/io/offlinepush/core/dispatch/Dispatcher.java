package io.offlinepush.core.dispatch;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Health;
import io.offlinepush.api.Timeline;
import io.offlinepush.core.decision.UnresponsiveDevices;
import io.offlinepush.core.delivery.Lanes;
import io.offlinepush.core.delivery.PushProviders;
import io.offlinepush.core.delivery.PushSender;
import io.offlinepush.core.delivery.SendConditions;
import io.offlinepush.core.outbox.Announcements;
import io.offlinepush.core.outbox.SettlementWriter;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Urgency;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * All that this process holds of what is owed. Parts come from an append, from a group's push, or from a claim; each
 * belongs to the loop of its timeline. What finds no room in memory stays in the store, unclaimed.
 *
 * <p>Safe for several threads; no method blocks.
 */
public final class Dispatcher {

    private final Loops loops = new Loops();
    private final Lanes lanes;
    private final PushSender sender;
    private final PartCapacity capacity;
    private final SettlementWriter settlements;
    private final Announcements announcements = new Announcements();
    private final PartClaimer claimer;
    private final UnresponsiveDevices unresponsive;

    /** A dispatcher without work. */
    public Dispatcher(
            LoopContext.Ports ports,
            LoopContext.Decisions decisions,
            PushProviders providers,
            PushSender sender,
            SendConditions conditions,
            DispatchLimits limits,
            ListenerQueue listener) {
        Environment environment = ports.environment();
        this.sender = sender;
        this.unresponsive = decisions.decider().unresponsive(false);
        this.capacity = new PartCapacity(limits.partsInMemory());
        this.settlements = new SettlementWriter(ports.store().outbox(), environment, listener);
        this.lanes = new Lanes(providers.apps(), limits.lane(), environment, listener, this::claim);
        this.claimer = new PartClaimer(
                ports.store().outbox(), conditions.node(), lanes, capacity, environment, listener, loops);
        LoopContext context = new LoopContext(
                ports,
                decisions,
                new DeliveryWay(providers, lanes, sender),
                conditions,
                new LoopContext.Shared(capacity, settlements, announcements, claimer));
        Executor threads = environment.executor("loop", limits.loops());
        for (int i = 0; i < limits.loops(); i++) {
            loops.add(new DispatchLoop(context, MoreExecutors.newSequentialExecutor(threads)));
        }
    }

    // What is appended.

    /** Takes a place for a part that is about to be appended; false if it is to be appended unclaimed. */
    public boolean reserve(Urgency urgency) {
        if (claimer.room(urgency, 1) < 1) {
            claimer.leftInStore();
            return false;
        }
        capacity.take(1);
        return true;
    }

    /** Gives back places of parts that were not appended. */
    public void release(int parts) {
        capacity.giveBack(parts);
    }

    /** These parts are about to be appended. */
    public void announce(Collection<PartId> parts) {
        announcements.announce(parts);
    }

    /**
     * Takes over parts that were appended and have their places.
     *
     * @param announced all that was announced for the append
     */
    public void appended(NodeId holder, List<NewWork> works, Collection<PartId> announced) {
        loops.add(holder, works, true);
        announcements.withdraw(announced);
    }

    /** Whether these parts were appended is not known: they are looked up in the store. */
    public void maybeAppended(Collection<PartId> announced) {
        capacity.giveBack(announced.size());
        announcements.withdraw(announced);
        claimer.reconcile();
    }

    /** Whether more waits to be settled than this process should take on: senders are told to come back. */
    public boolean overloaded() {
        return settlements.waiting() > 2 * capacity.most();
    }

    // What happens to devices and notifications.

    /** A device acknowledged a timeline up to a sequence. */
    public void acknowledged(DeviceId device, Timeline timeline, long sequence) {
        unresponsive.acknowledged(device);
        DispatchLoop loop = loops.of(timeline);
        loop.execute(() -> loop.acknowledged(device, timeline, sequence));
    }

    /** Something about a device changed: parts that wait for it are decided anew. */
    public void recheck(DeviceId device) {
        loops.each(loop -> loop.recheck(device));
    }

    // What the store has.

    /** Claims what is unclaimed, as far as there is room. */
    public void claim() {
        claimer.claim();
    }

    /** This process has a new id in the store: what it held under the old one is unclaimed. */
    public void dropLost() {
        loops.each(DispatchLoop::dropLost);
    }

    /** So many live processes share the rate of each lane. */
    public void shareRates(int processes) {
        lanes.shareRate(processes);
    }

    // How it is, and how it ends.

    /** How the lanes are. */
    public List<Health.Lane> lanes() {
        return lanes.health();
    }

    /** Answers once every loop has: a loop that stands still shows. */
    public CompletableFuture<Void> ping() {
        return loops.onEach(unused -> {});
    }

    /** How many parts this process holds. */
    public int openParts() {
        return capacity.held();
    }

    /** Of how many parts the store takes no settlement. */
    public int refusedSettlements() {
        return settlements.refusedParts();
    }

    /** Whether no request is without an answer and no settlement unwritten. */
    public boolean idle() {
        return sender.underWay() == 0 && settlements.waiting() == 0;
    }

    /**
     * Gives back what is not under way at a vendor, so that another process need not think of it as lost.
     *
     * @return done once the settlements are queued: {@link #idle} tells when they are written
     */
    public CompletableFuture<Void> giveBack() {
        // Or it would claim them again at once, and be lost with them.
        claimer.close();
        return loops.onEach(DispatchLoop::giveBack);
    }

    /** Does nothing more: what is open stays owed. */
    public void close() {
        claimer.close();
        settlements.close();
        loops.each(DispatchLoop::dropAll);
    }
}
