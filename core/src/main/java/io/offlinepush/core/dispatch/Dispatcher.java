package io.offlinepush.core.dispatch;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Round.Wake;
import io.offlinepush.core.format.UnknownFormatException;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that this node holds, from the moment they are owed to their end.
 *
 * <p>Everything here runs on one loop (one task at a time, on the executor for blocking calls), so that a part's state
 * needs no lock. Parts come from an append or from {@link #sweep}; a round decides up to 1,024 of them with one read of
 * each port; what is to be pushed is handed over and answered asynchronously; what ended is settled in batches.
 */
public final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private static final int MOST = 1024;
    private static final Duration PAUSE = Duration.ofSeconds(1);
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
    private final Attention attention;
    private final Runnable reconcile;

    private final Map<PartId, OpenPart> open = new HashMap<>();
    private final ArrayDeque<OpenPart> due = new ArrayDeque<>();
    /** The parts that wait for a device, each with the alarm that ends its patience. */
    private final Map<DeviceId, Map<OpenPart, Task>> waiters = new HashMap<>();

    private boolean roundScheduled;
    private boolean takeUncertain;
    private volatile boolean closed;
    private volatile int openParts;

    /** What the dispatcher works with. */
    public record Parts(
            MessageStore store,
            BindingRegistry registry,
            PushProviders providers,
            Acknowledged acknowledged,
            Node node,
            HandOverGate gate,
            TraceRing ring,
            Environment environment,
            Duration acknowledgementTime,
            Duration bindingFreshness) {}

    /**
     * A dispatcher without work.
     *
     * @param attention makes the look at presence, given the loop
     * @param reconcile asks the intake to pause and then to call {@link #findHeld}
     */
    public Dispatcher(Parts parts, Function<Executor, Attention> attention, Runnable reconcile) {
        this.store = parts.store;
        this.environment = parts.environment;
        this.node = parts.node;
        this.gate = parts.gate;
        this.reconcile = reconcile;
        this.steps = new Steps(parts.ring, node);
        this.loop = MoreExecutors.newSequentialExecutor(environment.blocking());
        this.settler = new Settler(store.outbox(), environment);
        this.attention = attention.apply(loop);
        this.round = new Round(
                parts.registry,
                store.cursors(),
                parts.acknowledged,
                suspects,
                node,
                environment.ticker(),
                parts.acknowledgementTime,
                steps);
        this.handOver = new HandOver(
                parts.providers,
                parts.registry,
                gate,
                node,
                environment.ticker(),
                parts.bindingFreshness,
                loop,
                steps,
                this::decide,
                this::moved);
    }

    /** Takes over parts that the node holds: just appended, or taken. Those it has already are left alone. */
    public void add(NodeId holder, List<Part> parts) {
        if (!parts.isEmpty()) {
            loop.execute(() -> addNow(holder, parts));
        }
    }

    /** A device acknowledged a timeline up to a sequence. */
    public void acknowledged(DeviceId device, Timeline timeline, long sequence) {
        loop.execute(() -> {
            suspects.acknowledged(device);
            for (OpenPart part : waitingFor(device)) {
                OpenPart.Wait wait = part.waiting.get(device);
                if (wait != null && part.part.timeline().equals(timeline) && part.part.sequence() <= sequence) {
                    DeviceEnd end = new DeviceEnd(wait.pushId(), EndReason.DELIVERED, "", "");
                    part.end(device, end);
                    steps.ended(part, end);
                    moved(part);
                }
            }
        });
    }

    /** Something about a device changed: parts that wait for it are decided anew. */
    public void recheck(DeviceId device) {
        loop.execute(() -> waitingFor(device).forEach(this::decide));
    }

    /** Takes what is anybody's: parts of lost nodes, and those whose time to wait is over. */
    public void sweep() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            if (takeUncertain) {
                takeUncertain = false;
                reconcile.run();
            }
            NodeId me = node.id();
            try {
                List<Part> taken = store.outbox().take(me, MOST);
                addNow(me, taken);
                if (taken.size() == MOST) {
                    sweep();
                }
            } catch (RuntimeException | Error e) {
                log.warn("Owed pushes could not be taken: {}", e.getClass().getName());
                takeUncertain = true;
                environment.scheduler().schedule(PAUSE, this::sweep);
            }
        });
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
            NodeId me = node.id();
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
        loop.execute(() -> drop(part -> !part.holder.equals(node.id())));
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
                part.patience.keySet().forEach(device -> stopWaiting(device, part));
                open.remove(part.id());
            }
        }
        due.removeIf(part -> part.closed);
        openParts = open.size();
    }

    /** How many parts are open in this process. */
    public int openParts() {
        return openParts;
    }

    /** Whether no request is without a verdict and no settlement unwritten. */
    public boolean idle() {
        return handOver.underWay() == 0 && settler.idle();
    }

    private void addNow(NodeId holder, List<Part> parts) {
        if (!holder.equals(node.id())) {
            return;
        }
        for (Part part : parts) {
            OpenPart known = open.get(part.id());
            if (known == null) {
                open(holder, part);
            } else if (known.closed) {
                known.takenAgain = true;
            }
        }
        openParts = open.size();
    }

    private void open(NodeId holder, Part part) {
        OpenPart fresh;
        try {
            fresh = new OpenPart(holder, part);
        } catch (RuntimeException e) {
            unreadable(holder, part, e);
            return;
        }
        open.put(part.id(), fresh);
        decide(fresh);
    }

    /** Nothing can be read of it but its time: it is left to another node, and over once that is over. */
    private void unreadable(NodeId holder, Part part, RuntimeException e) {
        String why = e instanceof UnknownFormatException
                ? e.getMessage()
                : e.getClass().getName();
        log.error("{} of {} cannot be read and is left to another node: {}", part.id(), part.messageId(), why);
        Settlement settlement = node.storeTime().isBefore(part.expiresAt())
                ? new Settlement.Again(part.id(), List.of(), UNREADABLE, part.progress())
                : new Settlement.Ended(part.id(), List.of(new DeviceEnd(null, EndReason.EXPIRED, "", "")));
        settler.settle(holder, settlement, () -> {});
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
        List<OpenPart> batch = new ArrayList<>(Math.min(due.size(), MOST));
        while (batch.size() < MOST && !due.isEmpty()) {
            batch.add(due.removeFirst());
        }
        if (batch.isEmpty()) {
            return;
        }
        if (!due.isEmpty()) {
            roundScheduled = true;
            loop.execute(this::nextRound);
        }
        Set<UserId> users = new HashSet<>();
        batch.forEach(part -> users.add(part.user));
        attention.look(users, look -> decide(batch, look));
    }

    private void decide(List<OpenPart> batch, Attention.Look look) {
        List<OpenPart> parts = batch.stream().filter(part -> !part.closed).toList();
        long moment = gate.moment();
        long decidedAt = environment.ticker().nanos();
        List<List<Wake>> wakes;
        try {
            wakes = round.decide(parts, look);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} parts could not be decided and are tried again: {}",
                    parts.size(),
                    e.getClass().getName());
            environment
                    .scheduler()
                    .schedule(
                            PAUSE,
                            () -> loop.execute(() -> parts.forEach(part -> {
                                part.queued = false;
                                decide(part);
                            })));
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            OpenPart part = parts.get(i);
            part.queued = false;
            handOver.send(part, wakes.get(i), moment, decidedAt);
            moved(part);
        }
    }

    /** Something happened to a part's devices: settle it, keep it, or wait. */
    private void moved(OpenPart part) {
        if (part.closed) {
            return;
        }
        noteWaiters(part);
        if (part.queued || !part.inFlight.isEmpty() || !part.waiting.isEmpty()) {
            if (part.hasUnsettled()) {
                settler.settle(
                        part.holder,
                        new Settlement.Kept(
                                part.id(), part.takeUnsettled(), part.progress().encode()),
                        () -> {});
            }
            return;
        }
        part.closed = true;
        if (part.retrying.isEmpty()) {
            Settlement ended = new Settlement.Ended(part.id(), part.takeUnsettled());
            settler.settle(part.holder, ended, () -> forget(part));
        } else {
            part.attempts++;
            Duration after = part.retryAfter;
            Bytes progress = part.progress().encode();
            Settlement again = new Settlement.Again(part.id(), part.takeUnsettled(), after, progress);
            settler.settle(part.holder, again, () -> {
                forget(part);
                environment.scheduler().schedule(after, this::sweep);
            });
        }
    }

    private void forget(OpenPart part) {
        loop.execute(() -> {
            open.remove(part.id(), part);
            openParts = open.size();
            if (part.takenAgain) {
                // Only the store knows whose it is now.
                reconcile.run();
            }
        });
    }

    private List<OpenPart> waitingFor(DeviceId device) {
        return List.copyOf(waiters.getOrDefault(device, Map.of()).keySet());
    }

    /** Keeps the index of waiting parts in step, with an alarm for each. */
    private void noteWaiters(OpenPart part) {
        for (DeviceId device : part.patience.keySet()) {
            OpenPart.Wait wait = part.waiting.get(device);
            if (wait == null) {
                stopWaiting(device, part);
            } else {
                waiters.computeIfAbsent(device, unused -> new HashMap<>(4))
                        .computeIfAbsent(part, unused -> alarm(part, device, wait.deadline()));
            }
        }
    }

    private Task alarm(OpenPart part, DeviceId device, long deadline) {
        long left = Math.max(deadline - environment.ticker().nanos(), 0);
        return environment
                .scheduler()
                .schedule(
                        Duration.ofNanos(left),
                        () -> loop.execute(() -> {
                            stopWaiting(device, part);
                            decide(part);
                        }));
    }

    private void stopWaiting(DeviceId device, OpenPart part) {
        Map<OpenPart, Task> parts = waiters.get(device);
        if (parts != null) {
            Task alarm = parts.remove(part);
            if (alarm != null) {
                alarm.cancel();
            }
            if (parts.isEmpty()) {
                waiters.remove(device);
            }
        }
    }
}
