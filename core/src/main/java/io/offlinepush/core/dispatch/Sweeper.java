package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings parts from the store: what is unclaimed, as far as there is room, and what this node holds without knowing. Runs on
 * the dispatcher's loop.
 */
final class Sweeper {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private static final int MOST = 1024;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

    private final Outbox outbox;
    private final Environment environment;
    private final Supplier<NodeId> me;
    private final Lanes lanes;
    private final Executor loop;
    private final ToIntFunction<Urgency> room;
    private final BiConsumer<NodeId, List<Part>> taken;
    private final BiConsumer<NodeId, List<Part>> held;
    private final Runnable reconcile;
    private final Listening listening;
    /** The moments at which a sweep is due, in steps: parts that come back at about the same time share one. */
    private final Set<Long> alarms = new HashSet<>();

    /** Parts may be left in the store because there was no room in memory. */
    private boolean starved;

    private boolean takeUncertain;
    private volatile boolean closed;

    /**
     * A sweeper.
     *
     * @param me this process's place in the store, looked at anew
     * @param room how many more parts of an urgency this process takes
     * @param taken takes over parts that the store gave to this node
     * @param held takes over parts of which it is only known that the node held them when it was asked
     * @param reconcile asks the intake to pause and then to call {@link #findHeld}
     */
    Sweeper(
            Outbox outbox,
            Environment environment,
            Supplier<NodeId> me,
            Lanes lanes,
            Executor loop,
            ToIntFunction<Urgency> room,
            BiConsumer<NodeId, List<Part>> taken,
            BiConsumer<NodeId, List<Part>> held,
            Runnable reconcile,
            Listening listening) {
        this.outbox = outbox;
        this.environment = environment;
        this.me = me;
        this.lanes = lanes;
        this.loop = loop;
        this.room = room;
        this.taken = taken;
        this.held = held;
        this.reconcile = reconcile;
        this.listening = listening;
    }

    /** Brings nothing more. */
    void close() {
        closed = true;
    }

    /** There is plenty of room in memory: what was left in the store for the lack of it may come; on the loop. */
    void roomAgain() {
        if (starved) {
            starved = false;
            sweep();
        }
    }

    /** Sweeps once parts that wait so long are due; on the loop. */
    void sweepAfter(Duration wait) {
        long now = environment.ticker().nanos();
        long step = Math.floorDiv(now + wait.toNanos() - 1, STEP_NANOS) + 1;
        if (!closed && alarms.add(step)) {
            Runnable alarm = () -> {
                alarms.remove(step);
                sweep();
            };
            environment.scheduler().schedule(Duration.ofNanos(step * STEP_NANOS - now), () -> loop.execute(alarm));
        }
    }

    /** Takes parts of lost nodes, those whose time to wait is over, and those that have expired. */
    void sweep() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            if (takeUncertain) {
                takeUncertain = false;
                reconcile.run();
            }
            NodeId holder = me.get();
            try {
                List<Part> expired = outbox.claim(holder, new ClaimRequest(MOST, Map.of(), Urgency.LOW));
                taken.accept(holder, expired);
                Map<String, Integer> free = roomByLane(Urgency.LOW);
                boolean some = take(holder, free, Urgency.LOW);
                // Where messages find no room, calls may.
                Map<String, Integer> forCalls = roomByLane(Urgency.CALL);
                forCalls.keySet().removeAll(free.keySet());
                some |= take(holder, forCalls, Urgency.CALL);
                if (some || !expired.isEmpty()) {
                    sweep();
                }
            } catch (RuntimeException | Error e) {
                log.warn("Owed pushes could not be taken: {}", e.getClass().getName());
                listening.failed("messageStore", e);
                takeUncertain = true;
                environment.scheduler().schedule(PAUSE, this::sweep);
            }
        });
    }

    private boolean take(NodeId holder, Map<String, Integer> free, Urgency least) {
        int most = Math.min(room.applyAsInt(least), MOST);
        List<Part> ready =
                free.isEmpty() || most <= 0 ? List.of() : outbox.claim(holder, new ClaimRequest(most, free, least));
        noteFull(free, ready);
        taken.accept(holder, ready);
        return !ready.isEmpty();
    }

    /** Where as much was taken as there was room for, more may be left: the lane tells when there is room again. */
    private void noteFull(Map<String, Integer> free, List<Part> ready) {
        Map<String, Integer> counts = new HashMap<>();
        ready.forEach(part -> counts.merge(part.lane(), 1, Integer::sum));
        counts.forEach((lane, count) -> {
            if (count.equals(free.get(lane))) {
                lanes.leftInStore(lane);
                starved = true;
            }
        });
    }

    private Map<String, Integer> roomByLane(Urgency least) {
        int free = Math.min(room.applyAsInt(least), MOST);
        if (free <= 0) {
            starved = true;
            return new HashMap<>();
        }
        Map<String, Integer> byLane = lanes.room(least, free);
        byLane.put("", free);
        return byLane;
    }

    private List<Part> allHeld(NodeId holder) {
        List<Part> all = new ArrayList<>();
        List<Part> page = outbox.held(holder, null, MOST);
        all.addAll(page);
        while (page.size() == MOST) {
            page = outbox.held(holder, page.get(MOST - 1).id(), MOST);
            all.addAll(page);
        }
        return all;
    }

    /**
     * Looks for parts that the node holds without knowing: an append, a take or a split whose outcome was unknown may have
     * brought them. The intake is quiet meanwhile, so nothing is found that is about to be added.
     *
     * @param done lets the intake go on
     */
    void findHeld(Runnable done) {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            NodeId holder = me.get();
            try {
                held.accept(holder, allHeld(holder));
                done.run();
            } catch (RuntimeException | Error e) {
                log.warn(
                        "The parts of this node could not be read: {}",
                        e.getClass().getName());
                listening.failed("messageStore", e);
                environment.scheduler().schedule(PAUSE, () -> findHeld(done));
            }
        });
    }
}
