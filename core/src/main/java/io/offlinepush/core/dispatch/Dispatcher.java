package io.offlinepush.core.dispatch;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Round.Wake;
import io.offlinepush.core.format.Progress;
import io.offlinepush.core.format.UnknownFormatException;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Settlement.Ends;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
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

    private static final int MOST = 1024;
    private static final int MOST_LOSSES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration NO_ROOM = Duration.ofMillis(500);
    private static final Duration UNREADABLE = Duration.ofSeconds(30);

    private final MessageStore store;
    private final Environment environment;
    private final Node node;
    private final HandOverGate gate;
    private final Steps steps;
    private final Executor loop;
    private final Settler settler;
    private final Suspects suspects = new Suspects();
    private final Round round;
    private final HandOver handOver;
    private final Lanes lanes;
    private final Waiters waiters;
    private final Attention attention;
    private final Members members;
    private final FanOut fanOut;
    private final Runnable reconcile;
    private final int mostParts;

    private final Map<PartId, OpenPart> open = new HashMap<>();
    private final Set<PartId> fanningOut = new HashSet<>();
    private final ArrayDeque<OpenPart> due = new ArrayDeque<>();

    private @Nullable NodeId lastSeen;
    private boolean roundScheduled;
    private boolean takeUncertain;
    private volatile boolean closed;
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
        this.gate = parts.gate;
        this.reconcile = reconcile;
        this.mostParts = limits.partsInMemory();
        this.steps = new Steps(parts.ring, node);
        this.loop = MoreExecutors.newSequentialExecutor(environment.blocking());
        this.settler = new Settler(store.outbox(), environment, loop);
        this.attention = attention.apply(loop);
        this.waiters = new Waiters(environment, loop, this::decide);
        this.lanes = new Lanes(parts.providers.apps(), limits.lane(), environment, loop, this::decide);
        this.members = new Members(parts.groups, environment, limits.hostTimeout(), loop);
        this.fanOut = new FanOut(
                members, parts.registry, node, settler, this::hasRoom, this::addNow, this::fannedOut, reconcile);
        this.round = new Round(
                parts.registry,
                store.cursors(),
                parts.acknowledged,
                suspects,
                node,
                environment.ticker(),
                limits.acknowledgementTime(),
                limits.staleAfter(),
                store.outbox(),
                steps);
        this.handOver = new HandOver(
                parts.providers,
                lanes,
                parts.registry,
                gate,
                node,
                environment.ticker(),
                limits.bindingFreshness(),
                loop,
                steps,
                this::decide,
                this::moved);
    }

    /** Takes over parts that the node holds: just appended, or taken. Those it has already are left alone. */
    public void add(NodeId holder, List<Part> parts) {
        if (!parts.isEmpty()) {
            arriving.addAndGet(parts.size());
            loop.execute(() -> {
                arriving.addAndGet(-parts.size());
                addNow(holder, parts);
            });
        }
    }

    /** Whether more is on its way than this process should take on: senders are told to come back. */
    public boolean overloaded() {
        return arriving.get() + settler.waiting() > 2 * mostParts;
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

    /** Something about a device changed: parts that wait for it are decided anew. */
    public void recheck(DeviceId device) {
        loop.execute(() -> waiters.of(device).forEach(this::decide));
    }

    /** Takes what is anybody's: parts of lost nodes, and those whose time to wait is over, as far as there is room. */
    public void sweep() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            if (takeUncertain) {
                takeUncertain = false;
                reconcile.run();
            }
            NodeId me = me();
            try {
                List<Part> expired = store.outbox().takeExpired(me, MOST);
                Map<String, Integer> room = roomByLane();
                List<Part> taken = room.isEmpty() ? List.of() : store.outbox().take(me, room);
                addNow(me, expired);
                addNow(me, taken);
                if (!taken.isEmpty() || !expired.isEmpty()) {
                    sweep();
                }
            } catch (RuntimeException | Error e) {
                log.warn("Owed pushes could not be taken: {}", e.getClass().getName());
                takeUncertain = true;
                environment.scheduler().schedule(PAUSE, this::sweep);
            }
        });
    }

    private Map<String, Integer> roomByLane() {
        int free = Math.min(mostParts - open.size(), MOST);
        if (free <= 0) {
            return Map.of();
        }
        Map<String, Integer> room = lanes.room(free);
        room.put("", free);
        return room;
    }

    /**
     * Looks for parts that the node holds without knowing: an append or take whose outcome was unknown may have brought
     * them. The intake is quiet meanwhile, so nothing is found that is about to be {@linkplain #add added}.
     *
     * @param done lets the intake go on
     */
    public void findHeld(Runnable done) {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            NodeId me = me();
            try {
                addNow(me, store.outbox().held(me));
                done.run();
            } catch (RuntimeException | Error e) {
                log.warn(
                        "The parts of this node could not be read: {}",
                        e.getClass().getName());
                environment.scheduler().schedule(PAUSE, () -> findHeld(done));
            }
        });
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

    /** Does nothing more: what is open stays owed. */
    public void close() {
        closed = true;
        settler.close();
        loop.execute(() -> drop(part -> true));
    }

    private void drop(Predicate<OpenPart> which) {
        for (OpenPart part : List.copyOf(open.values())) {
            if (which.test(part)) {
                part.closed = true;
                part.patience.keySet().forEach(device -> waiters.stop(device, part));
                part.reserved.forEach(Lane::leave);
                part.reserved.clear();
                open.remove(part.id());
            }
        }
        due.removeIf(part -> part.closed);
        lanes.forgetClosed();
        fanningOut.clear();
        openParts = open.size();
    }

    /** How many parts are open in this process. */
    public int openParts() {
        return openParts;
    }

    /** Whether no request is without a verdict and no settlement unwritten. */
    public boolean idle() {
        return handOver.underWay() == 0 && settler.waiting() == 0;
    }

    private boolean hasRoom() {
        return open.size() < mostParts;
    }

    private void addNow(NodeId holder, List<Part> parts) {
        if (!holder.equals(me())) {
            return;
        }
        for (Part part : parts) {
            OpenPart known = open.get(part.id());
            if (known != null) {
                known.takenAgain = known.closed;
            } else if (!fanningOut.contains(part.id())) {
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
            settler.settle(holder, new Settlement.Dead(part.id(), ends, EndReason.POISON, part.progress()), held -> {});
        } else if (FanOut.isDue(part)) {
            fanningOut.add(part.id());
            fanOut.begin(holder, part);
        } else if (!hasRoom()) {
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
            settler.settle(holder, new Settlement.Ended(part.id(), ends), held -> {});
        }
    }

    /** Gives a part back as it is, to be taken after a while. */
    private void letGo(NodeId holder, Part part, Duration after, Bytes progress) {
        settler.settle(
                holder,
                new Settlement.Again(part.id(), Ends.NONE, after, part.lane(), progress),
                held -> environment.scheduler().schedule(after, this::sweep));
    }

    private void fannedOut(PartId part, Duration sweepAfter) {
        fanningOut.remove(part);
        if (!sweepAfter.isZero()) {
            environment.scheduler().schedule(sweepAfter, this::sweep);
        }
    }

    private void decide(OpenPart part) {
        if (!part.queued && !part.closed) {
            part.queued = true;
            due.addLast(part);
            if (!roundScheduled) {
                roundScheduled = true;
                loop.execute(this::nextRound);
            }
        }
    }

    private void nextRound() {
        roundScheduled = false;
        List<OpenPart> peers = new ArrayList<>();
        List<OpenPart> groups = new ArrayList<>();
        while (peers.size() + groups.size() < MOST && !due.isEmpty()) {
            OpenPart part = due.removeFirst();
            (part.group == null ? peers : groups).add(part);
        }
        if (!due.isEmpty()) {
            roundScheduled = true;
            loop.execute(this::nextRound);
        }
        if (!peers.isEmpty()) {
            look(peers, Map.of());
        }
        if (!groups.isEmpty()) {
            // Apart, so that a slow directory holds up groups only.
            members.ask(
                    usersByGroup(groups),
                    answer -> answer.ifPresentOrElse(known -> look(groups, known), () -> decideAfterPause(groups)));
        }
    }

    private static Map<GroupId, Set<UserId>> usersByGroup(List<OpenPart> parts) {
        Map<GroupId, Set<UserId>> users = new HashMap<>();
        for (OpenPart part : parts) {
            if (part.group != null) {
                users.computeIfAbsent(part.group, unused -> new HashSet<>()).addAll(part.users);
            }
        }
        return users;
    }

    private void look(List<OpenPart> batch, Map<GroupId, Map<UserId, Membership>> memberships) {
        Set<UserId> users = new HashSet<>();
        batch.forEach(part -> users.addAll(part.users));
        attention.look(users, look -> decide(batch, new Round.Sight(look, memberships)));
    }

    private void decide(List<OpenPart> batch, Round.Sight sight) {
        List<OpenPart> parts = batch.stream().filter(part -> !part.closed).toList();
        long moment = gate.moment();
        long decidedAt = environment.ticker().nanos();
        List<List<Wake>> wakes;
        try {
            wakes = round.decide(parts, sight);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} parts could not be decided and are tried again: {}",
                    parts.size(),
                    e.getClass().getName());
            decideAfterPause(parts);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            OpenPart part = parts.get(i);
            part.queued = false;
            handOver.send(part, wakes.get(i), moment, decidedAt);
            waiters.update(part);
            moved(part);
        }
    }

    private void decideAfterPause(List<OpenPart> parts) {
        Runnable again = () -> parts.forEach(part -> {
            part.queued = false;
            decide(part);
        });
        environment.scheduler().schedule(PAUSE, () -> loop.execute(again));
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
                        new Settlement.Kept(
                                part.id(), part.takeUnsettled(), part.progress().encode()),
                        held -> {});
            }
            return;
        }
        part.closed = true;
        settler.settle(part.holder, last(part), held -> {
            open.remove(part.id(), part);
            openParts = open.size();
            if (part.takenAgain) {
                // Only the store knows whose it is now.
                reconcile.run();
            }
            if (!part.retrying.isEmpty()) {
                environment.scheduler().schedule(part.retryAfter, this::sweep);
            }
        });
    }

    private static Settlement last(OpenPart part) {
        if (!part.retrying.isEmpty()) {
            part.attempts += part.triedInVain ? 1 : 0;
            Bytes progress = part.progress().encode();
            return new Settlement.Again(part.id(), part.takeUnsettled(), part.retryAfter, part.part.lane(), progress);
        } else if (!part.rejected.isEmpty()) {
            Bytes progress = part.afterRequeue().encode();
            return new Settlement.Dead(part.id(), part.takeUnsettled(), EndReason.REJECTED, progress);
        }
        return new Settlement.Ended(part.id(), part.takeUnsettled());
    }
}
