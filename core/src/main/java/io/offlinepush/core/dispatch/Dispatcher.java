package io.offlinepush.core.dispatch;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Health;
import io.offlinepush.api.Timeline;
import io.offlinepush.core.format.Progress;
import io.offlinepush.core.format.UnknownFormatException;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Settlement.Ends;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that this node holds, from the moment they are owed to their end.
 *
 * <p>Everything here runs on one loop (one task at a time, on the executor for blocking calls), so that a part's state
 * needs no lock. Parts come from an append, from a {@linkplain FanOut group's push}, or from {@link #sweep}; a round
 * decides up to 1,024 of them with one read of each port; what is to be pushed goes through the {@linkplain Lane lane} of
 * its app and is answered asynchronously; what ended is settled in batches. A part that finds no room in memory stays in
 * the store.
 */
public final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private static final int MOST_LOSSES = 5;
    private static final Duration NO_ROOM = Duration.ofMillis(500);
    private static final Duration UNREADABLE = Duration.ofSeconds(30);

    private final MessageStore store;
    private final Environment environment;
    private final Node node;
    private final Steps steps;
    private final Executor loop;
    private final Settler settler;
    private final Suspects suspects = new Suspects();
    /** Apart: what the host's own connection does says nothing about a session, nor the other way round. */
    private final Suspects undelivered = new Suspects();

    private final Rounds rounds;
    private final Explainer explainer;
    private final HandOver handOver;
    private final Lanes lanes;
    private final Waiters waiters;
    private final FanOut fanOut;
    private final Sweeper sweeper;
    private final Runnable reconcile;
    private final Bound mostParts;

    private final Map<PartId, OpenPart> open = new HashMap<>();
    private final Set<PartId> fanningOut = new HashSet<>();
    private final Leaving leaving = new Leaving();

    private @Nullable NodeId lastSeen;
    private volatile int openParts;
    /** Parts on their way to the loop: appended, and not looked at yet. */
    private final AtomicInteger arriving = new AtomicInteger();

    /** What the dispatcher works with. */
    public record Parts(
            MessageStore store,
            BindingRegistry registry,
            PushProviders providers,
            @Nullable GroupDirectory groups,
            Acknowledged acknowledged,
            Node node,
            HandOverGate gate,
            TraceRing ring,
            Listening listening,
            Environment environment,
            DispatchLimits limits) {}

    /**
     * A dispatcher without work.
     *
     * @param attention makes the look at presence, given the loop
     * @param reconcile asks the intake to pause and then to call {@link #findHeld}
     */
    public Dispatcher(Parts parts, Function<Executor, Attention> attention, Runnable reconcile) {
        DispatchLimits limits = parts.limits;
        this.store = parts.store;
        this.environment = parts.environment;
        this.node = parts.node;
        this.reconcile = reconcile;
        this.mostParts = new Bound(limits.partsInMemory());
        this.steps = new Steps(parts.ring, node);
        this.loop = MoreExecutors.newSequentialExecutor(environment.blocking());
        this.settler = new Settler(store.outbox(), environment, loop, parts.listening);
        this.waiters = new Waiters(environment, loop, this::decide);
        this.lanes = new Lanes(parts.providers.apps(), limits.lane(), environment, loop, this::decide, this::sweep);
        Members members = new Members(parts.groups, environment, limits.hostTimeout(), loop, parts.listening);
        this.fanOut = new FanOut(
                new AudiencePages(members, parts.registry),
                parts.registry,
                store,
                node,
                settler,
                () -> hasRoom(Urgency.LOW),
                // A look at what is held may have found them before this, and there may have been no room: then they
                // are not
                // given to this node once more.
                (holder, fresh) -> addNow(holder, fresh, false),
                this::settleLast,
                fanningOut::remove,
                reconcile);
        this.sweeper = new Sweeper(
                store.outbox(),
                environment,
                this::me,
                lanes,
                loop,
                urgency -> mostParts.forThe(urgency) - open.size() - arriving.get(),
                (holder, taken) -> addNow(holder, taken, true),
                (holder, held) -> addNow(holder, held, false),
                reconcile,
                parts.listening);
        Round round = new Round(
                parts.registry,
                parts.acknowledged,
                suspects,
                undelivered,
                store,
                node,
                environment.ticker(),
                limits.acknowledgementTime(),
                limits.staleAfter(),
                steps);
        Verdicts verdicts = new Verdicts(parts.registry, node, steps, this::decide, this::moved);
        this.handOver = new HandOver(
                parts.providers,
                lanes,
                parts.gate,
                node,
                environment,
                limits.bindingFreshness(),
                loop,
                steps,
                verdicts,
                parts.listening);
        Attention looks = attention.apply(loop);
        this.explainer = new Explainer(
                store,
                parts.registry,
                looks,
                members,
                parts.acknowledged,
                suspects,
                undelivered,
                node,
                limits.staleAfter(),
                number -> open.keySet().stream()
                        .filter(id -> id.number() == number)
                        .collect(Collectors.toSet()),
                loop);
        this.rounds = new Rounds(looks, members, round, handOver, waiters, parts.gate, environment, loop, this::moved);
    }

    /** Takes over parts that the node holds: just appended, or taken. Those it has already are left alone. */
    public void add(NodeId holder, List<Part> parts) {
        if (!parts.isEmpty()) {
            arriving.addAndGet(parts.size());
            loop.execute(() -> {
                arriving.addAndGet(-parts.size());
                addNow(holder, parts, true);
            });
        }
    }

    /** Whether more is on its way than this process should take on: senders are told to come back. */
    public boolean overloaded() {
        return arriving.get() + settler.waiting() > 2 * mostParts.most();
    }

    /** A device acknowledged a timeline up to a sequence. */
    public void acknowledged(DeviceId device, Timeline timeline, long sequence) {
        loop.execute(() -> {
            suspects.acknowledged(device);
            for (OpenPart part : waiters.of(device)) {
                OpenPart.Wait wait = part.waiting.get(device);
                if (wait != null && part.part.timeline().equals(timeline) && part.part.sequence() <= sequence) {
                    DeviceEnd end = new DeviceEnd(wait.pushId(), EndReason.DELIVERED, "", "");
                    part.end(device, end);
                    steps.ended(part, end);
                    waiters.stop(device, part);
                    moved(part);
                }
            }
        });
    }

    /** The host reported that a device has a notification: the store knows it by now. */
    public void delivered(DeviceId device) {
        loop.execute(() -> {
            undelivered.acknowledged(device);
            waiters.of(device).forEach(this::decide);
        });
    }

    /** Something about a device changed: parts that wait for it are decided anew. */
    public void recheck(DeviceId device) {
        loop.execute(() -> waiters.of(device).forEach(this::decide));
    }

    /**
     * Looks how many processes are live: they share the rate of each lane. For a moment after one has come or gone they may
     * push too much or too little together; a vendor that minds says so.
     */
    public void shareRates() {
        loop.execute(() -> {
            try {
                lanes.shareRate(Math.max(1, store.nodes().live().size()));
            } catch (RuntimeException | Error e) {
                log.warn(
                        "The live nodes could not be read, so rates stay as they are: {}",
                        e.getClass().getName());
            }
        });
    }

    /** Takes what is anybody's: parts of lost nodes, and those whose time to wait is over, as far as there is room. */
    public void sweep() {
        sweeper.sweep();
    }

    /**
     * Looks for parts that the node holds without knowing; the intake is quiet meanwhile.
     *
     * @param done lets the intake go on
     */
    public void findHeld(Runnable done) {
        sweeper.findHeld(done);
    }

    /** The node lost its place in the store and has a new one: what it held under the old one is anybody's. */
    public void dropLost() {
        loop.execute(this::me);
    }

    /**
     * This process in the store. The first look after it has a new place drops what it held at the old one: before
     * anything is taken anew, or a part that comes again would pass for one that is known.
     */
    private NodeId me() {
        NodeId me = node.id();
        if (!me.equals(lastSeen)) {
            lastSeen = me;
            drop(part -> !part.holder.equals(me));
        }
        return me;
    }

    /**
     * Gives back what is not under way at a vendor, so that another process need not think of it as lost.
     *
     * @return done once the settlements are queued: {@link #idle} tells when they are written
     */
    public CompletableFuture<Void> giveBack() {
        return CompletableFuture.runAsync(
                () -> {
                    // Or it would take them again at once, and be lost with them.
                    sweeper.close();
                    for (OpenPart part : List.copyOf(open.values())) {
                        if (!part.closed && part.inFlight.isEmpty()) {
                            part.closed = true;
                            Bytes progress = part.progress().encode();
                            Settlement again = new Settlement.Rescheduled(
                                    part.id(), part.takeUnsettled(), Duration.ZERO, part.part.lane(), progress);
                            settleLast(part.holder, again);
                        }
                    }
                },
                loop);
    }

    /** Does nothing more: what is open stays owed. */
    public void close() {
        sweeper.close();
        settler.close();
        loop.execute(() -> drop(part -> true));
    }

    private void drop(Predicate<OpenPart> which) {
        for (OpenPart part : List.copyOf(open.values())) {
            if (which.test(part)) {
                part.closed = true;
                part.patience.keySet().forEach(device -> waiters.stop(device, part));
                part.reserved.forEach((lane, paid) -> {
                    lane.spend(-paid);
                    lane.leave();
                });
                part.reserved.clear();
                open.remove(part.id());
            }
        }
        rounds.forgetClosed();
        lanes.forgetClosed();
        fanningOut.clear();
        openParts = open.size();
    }

    /** Decides once more, without pushing. */
    public Explainer explainer() {
        return explainer;
    }

    /** How the lanes are; completes on the loop. */
    public CompletableFuture<List<Health.Lane>> lanes() {
        return CompletableFuture.supplyAsync(lanes::look, loop);
    }

    /** How many parts are open in this process. */
    public int openParts() {
        return openParts;
    }

    /** Whether no request is without a verdict and no settlement unwritten. */
    public boolean idle() {
        return handOver.underWay() == 0 && settler.waiting() == 0;
    }

    private boolean hasRoom(Urgency urgency) {
        return open.size() < mostParts.forThe(urgency);
    }

    /**
     * Takes over parts.
     *
     * @param taken whether the store gave them to this node; otherwise it held them when it was asked
     */
    private void addNow(NodeId holder, List<Part> parts, boolean taken) {
        if (!holder.equals(me())) {
            return;
        }
        for (Part part : parts) {
            boolean known = open.containsKey(part.id())
                    || fanningOut.contains(part.id())
                    || leaving.cameBack(part, holder, taken);
            if (!known) {
                try {
                    begin(holder, part);
                } catch (RuntimeException e) {
                    unreadable(holder, part, e);
                }
            }
        }
        openParts = open.size();
    }

    private void begin(NodeId holder, Part part) {
        if (part.losses() >= MOST_LOSSES) {
            log.error("{} was lost by {} nodes in turn and is dead", part.id(), part.losses());
            Ends ends = EndsInWaiting.whole(EndReason.POISON);
            settleLast(holder, new Settlement.Dead(part.id(), ends, EndReason.POISON, part.progress()));
        } else if (FanOut.isDue(part)) {
            fanningOut.add(part.id());
            fanOut.begin(holder, part);
        } else if (!hasRoom(part.urgency())) {
            // The store forgets the loss with this; that its devices may have been reached must not be forgotten.
            Bytes progress = part.losses() == 0
                    ? part.progress()
                    : Progress.decode(part.progress()).withAnyUnknown().encode();
            letGo(holder, part, NO_ROOM, progress);
        } else {
            OpenPart fresh = new OpenPart(holder, part);
            open.put(part.id(), fresh);
            decide(fresh);
        }
    }

    /** Nothing can be read of it but its time: it is left to another node, and over once that is over. */
    private void unreadable(NodeId holder, Part part, RuntimeException e) {
        fanningOut.remove(part.id());
        String why = e instanceof UnknownFormatException
                ? e.getMessage()
                : e.getClass().getName();
        log.error("{} of {} cannot be read and is left to another node: {}", part.id(), part.messageId(), why);
        if (node.storeTime().isBefore(part.expiresAt())) {
            letGo(holder, part, UNREADABLE, part.progress());
        } else {
            Ends ends = EndsInWaiting.whole(EndReason.EXPIRED);
            settleLast(holder, new Settlement.Completed(part.id(), ends));
        }
    }

    /** Gives a part back as it is, to be taken after a while. */
    private void letGo(NodeId holder, Part part, Duration after, Bytes progress) {
        settleLast(holder, new Settlement.Rescheduled(part.id(), Ends.NONE, after, part.lane(), progress));
    }

    /** Settles a part for the last time here: it is over, dead, or to be taken again by anybody. */
    private void settleLast(NodeId holder, Settlement settlement) {
        PartId id = settlement.part();
        open.remove(id);
        fanningOut.remove(id);
        openParts = open.size();
        if (open.size() <= mostParts.most() / 2) {
            sweeper.roomAgain();
        }
        leaving.add(id, holder);
        settler.settle(holder, settlement, (held, atOnce) -> {
            Leaving.Back back = leaving.left(id, holder);
            if (back != null && back.taken() && atOnce) {
                addNow(holder, List.of(back.part()), true);
            } else if (back != null) {
                // Only the store knows whose it is now.
                reconcile.run();
            }
            if (settlement instanceof Settlement.Rescheduled again) {
                sweeper.sweepAfter(again.after());
            }
        });
    }

    private void decide(OpenPart part) {
        rounds.decide(part);
    }

    /** Something happened to a part's devices: settle it, keep it, or wait. */
    private void moved(OpenPart part) {
        if (part.closed) {
            return;
        }
        if (part.isBusy()) {
            // Only what a process that takes over could not find out again is worth a write.
            if (part.hasVerdicts()) {
                settler.settle(
                        part.holder,
                        new Settlement.Checkpoint(
                                part.id(), part.takeUnsettled(), part.progress().encode()),
                        (held, atOnce) -> {});
            }
            return;
        }
        part.closed = true;
        settleLast(part.holder, last(part));
    }

    private static Settlement last(OpenPart part) {
        if (!part.retrying.isEmpty()) {
            part.attempts += part.triedInVain ? 1 : 0;
            Bytes progress = part.progress().encode();
            return new Settlement.Rescheduled(
                    part.id(), part.takeUnsettled(), part.retryAfter, part.laneOfRest(), progress);
        } else if (!part.rejected.isEmpty()) {
            Bytes progress = part.afterRequeue().encode();
            return new Settlement.Dead(part.id(), part.takeUnsettled(), EndReason.REJECTED, progress);
        }
        return new Settlement.Completed(part.id(), part.takeUnsettled());
    }
}
