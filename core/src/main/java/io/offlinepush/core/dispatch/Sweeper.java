package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings parts from the store: what is anybody's, as far as there is room, and what this node holds without knowing. Runs on
 * the dispatcher's loop.
 */
final class Sweeper {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private static final int MOST = 1024;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final Environment environment;
    private final Node node;
    private final Lanes lanes;
    private final Executor loop;
    private final IntSupplier room;
    private final BiConsumer<NodeId, List<Part>> add;
    private final Runnable reconcile;
    private boolean takeUncertain;
    private volatile boolean closed;

    /**
     * A sweeper.
     *
     * @param room how many more parts this process takes
     * @param add takes over parts, on the loop
     * @param reconcile asks the intake to pause and then to call {@link #findHeld}
     */
    Sweeper(
            Outbox outbox,
            Environment environment,
            Node node,
            Lanes lanes,
            Executor loop,
            IntSupplier room,
            BiConsumer<NodeId, List<Part>> add,
            Runnable reconcile) {
        this.outbox = outbox;
        this.environment = environment;
        this.node = node;
        this.lanes = lanes;
        this.loop = loop;
        this.room = room;
        this.add = add;
        this.reconcile = reconcile;
    }

    /** Brings nothing more. */
    void close() {
        closed = true;
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
            NodeId me = node.id();
            try {
                List<Part> expired = outbox.takeExpired(me, MOST);
                add.accept(me, expired);
                Map<String, Integer> free = roomByLane();
                List<Part> taken = free.isEmpty() ? List.of() : outbox.take(me, free);
                add.accept(me, taken);
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
        int free = Math.min(room.getAsInt(), MOST);
        if (free <= 0) {
            return Map.of();
        }
        Map<String, Integer> byLane = lanes.room(free);
        byLane.put("", free);
        return byLane;
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
            NodeId me = node.id();
            try {
                add.accept(me, outbox.held(me));
                done.run();
            } catch (RuntimeException | Error e) {
                log.warn(
                        "The parts of this node could not be read: {}",
                        e.getClass().getName());
                environment.scheduler().schedule(PAUSE, () -> findHeld(done));
            }
        });
    }
}
