package io.offlinepush.core.dispatch;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.Environment;
import io.offlinepush.core.delivery.Lanes;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings parts from the store: those that are unclaimed, as far as there is room for them in all, and those that this
 * node holds without knowing it. Calls the store on a thread of its own, one call at a time.
 */
final class PartClaimer implements Claims {

    private static final Logger log = LoggerFactory.getLogger(PartClaimer.class);

    private static final int MOST = 1024;
    /** Expired parts are claimed also where there is no room: they end at once. */
    private static final int MOST_EXPIRED = 64;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

    private final Outbox outbox;
    private final Node node;
    private final Lanes lanes;
    private final PartCapacity capacity;
    private final Environment environment;
    private final ListenerQueue listener;
    private final Loops loops;
    private final Executor executor;
    /** For how many parts there must be room before a claim is worth a call. */
    private final int worthwhile;

    private final AtomicBoolean claimScheduled = new AtomicBoolean();
    private final AtomicBoolean reconcileScheduled = new AtomicBoolean();
    /** Parts may be left in the store because there was no room in memory. */
    private volatile boolean starved;

    private volatile boolean closed;
    /**
     * The moments at which a claim is due, in steps: parts that come back at about the same time share one. Guarded by
     * itself.
     */
    private final Set<Long> alarms = new HashSet<>();

    PartClaimer(
            Outbox outbox,
            Node node,
            Lanes lanes,
            PartCapacity capacity,
            Environment environment,
            ListenerQueue listener,
            Loops loops) {
        this.outbox = outbox;
        this.node = node;
        this.lanes = lanes;
        this.capacity = capacity;
        this.environment = environment;
        this.listener = listener;
        this.loops = loops;
        // Half of what could come at most: not one claim for each part that leaves.
        this.worthwhile = Math.max(1, Math.min(capacity.most(), lanes.places(MOST)) / 2);
        this.executor = MoreExecutors.newSequentialExecutor(environment.executor("claims", 1));
    }

    /** Brings nothing more. */
    void close() {
        closed = true;
    }

    /** Parts were left in the store for lack of room. */
    void leftInStore() {
        starved = true;
    }

    /**
     * How many more parts of this urgency may come: there is room in memory, and in the lanes for all that is
     * undecided.
     */
    int room(Urgency urgency, int most) {
        int wanted = Math.min(capacity.free(urgency), most);
        int undecided = capacity.undecided();
        return wanted <= 0 ? 0 : lanes.totalRoom(urgency, wanted + undecided) - undecided;
    }

    @Override
    public void roomAgain() {
        if (starved && capacity.held() <= capacity.most() / 2 && room(Urgency.LOW, worthwhile) >= worthwhile) {
            claim();
        }
    }

    @Override
    public void claimAfter(Duration wait) {
        long now = environment.ticker().nanos();
        long step = Math.floorDiv(now + wait.toNanos() - 1, STEP_NANOS) + 1;
        synchronized (alarms) {
            if (closed || !alarms.add(step)) {
                return;
            }
        }
        environment.scheduler().schedule(Duration.ofNanos(step * STEP_NANOS - now), () -> {
            synchronized (alarms) {
                alarms.remove(step);
            }
            claim();
        });
    }

    /** Claims parts of lost nodes, those whose time to wait is over, and those that have expired. */
    void claim() {
        if (!closed && claimScheduled.compareAndSet(false, true)) {
            executor.execute(this::claimNow);
        }
    }

    private void claimNow() {
        claimScheduled.set(false);
        if (closed) {
            return;
        }
        NodeId holder = node.id();
        List<Part> claimed;
        try {
            claimed = outbox.claim(holder, request());
        } catch (RuntimeException | Error e) {
            log.warn("Owed pushes could not be claimed: {}", e.getClass().getName());
            listener.failed("messageStore", e);
            environment.scheduler().schedule(PAUSE, () -> {
                reconcile();
                claim();
            });
            return;
        }
        capacity.take(claimed.size());
        loops.add(holder, claimed.stream().map(NewWork::stored).toList(), true);
        if (!claimed.isEmpty()) {
            claim();
        }
    }

    /** As much as there is room for in all; where messages find no room, calls may. */
    private ClaimRequest request() {
        int messages = room(Urgency.LOW, MOST);
        starved = messages < MOST;
        if (messages > 0) {
            Map<String, Integer> byLane = lanes.room(Urgency.LOW, messages);
            byLane.put("", messages);
            return new ClaimRequest(messages, byLane, Urgency.LOW);
        }
        int calls = room(Urgency.CALL, MOST);
        if (calls > 0) {
            Map<String, Integer> byLane = lanes.room(Urgency.CALL, calls);
            byLane.put("", calls);
            return new ClaimRequest(calls, byLane, Urgency.CALL);
        }
        return new ClaimRequest(MOST_EXPIRED, new HashMap<>(), Urgency.LOW);
    }

    @Override
    public void reconcile() {
        if (!closed && reconcileScheduled.compareAndSet(false, true)) {
            CompletionStage<Void> watched = loops.onEach(DispatchLoop::watch);
            watched.thenRun(() -> executor.execute(this::lookAtHeld));
        }
    }

    @Override
    public void reconcileLater() {
        environment.scheduler().schedule(PAUSE, this::reconcile);
    }

    private void lookAtHeld() {
        reconcileScheduled.set(false);
        if (closed) {
            return;
        }
        NodeId holder = node.id();
        List<NewWork> held = new ArrayList<>();
        try {
            PartId last = null;
            List<Part> page;
            do {
                page = outbox.held(holder, last, MOST);
                for (Part part : page) {
                    held.add(NewWork.stored(part));
                    last = part.id();
                }
            } while (page.size() == MOST);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The parts of this node could not be read: {}", e.getClass().getName());
            listener.failed("messageStore", e);
            loops.each(DispatchLoop::watchEnds);
            reconcileLater();
            return;
        }
        capacity.take(held.size());
        loops.add(holder, held, false);
        loops.each(DispatchLoop::watchEnds);
    }
}
