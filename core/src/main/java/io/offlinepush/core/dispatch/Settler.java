package io.offlinepush.core.dispatch;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.Environment;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of parts: many in one call, in order, and again until the store takes them. A settlement of a
 * part that the node lost is refused by the store and forgotten here.
 */
final class Settler {

    private static final Logger log = LoggerFactory.getLogger(Settler.class);

    private static final int MOST = 1024;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Told of a settlement, on the dispatcher's loop. */
    @FunctionalInterface
    interface OnWritten {

        /**
         * The store has answered.
         *
         * @param held whether it took it: false if the node does not hold the part, and for a split also if that is not known
         * @param atOnce whether the first call did it: after one whose outcome was unknown, it may have been written twice
         */
        void written(boolean held, boolean atOnce);
    }

    private record Item(NodeId holder, Settlement settlement, OnWritten onWritten, boolean triedBefore) {}

    private final Outbox outbox;
    private final Environment environment;
    private final Executor loop;
    private final Executor writer;
    private final Listening listening;
    private final Deque<Item> queue = new ArrayDeque<>();
    private boolean writing;
    private boolean closed;
    private int underWay;

    Settler(Outbox outbox, Environment environment, Executor loop, Listening listening) {
        this.listening = listening;
        this.outbox = outbox;
        this.loop = loop;
        this.environment = environment;
        this.writer = MoreExecutors.newSequentialExecutor(environment.blocking());
    }

    /**
     * Queues a settlement.
     *
     * @param onWritten told once the store has answered
     */
    void settle(NodeId holder, Settlement settlement, OnWritten onWritten) {
        synchronized (queue) {
            if (closed) {
                return;
            }
            queue.addLast(new Item(holder, settlement, onWritten, false));
            if (writing) {
                return;
            }
            writing = true;
        }
        writer.execute(this::write);
    }

    /** Writes nothing more: what is not settled stays owed. */
    void close() {
        synchronized (queue) {
            closed = true;
            queue.clear();
        }
    }

    /** How many settlements are not written yet. */
    int waiting() {
        synchronized (queue) {
            return queue.size() + underWay;
        }
    }

    private void write() {
        while (true) {
            List<Item> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            Set<PartId> refused;
            try {
                refused = outbox.settle(
                        batch.get(0).holder,
                        batch.stream().map(Item::settlement).toList());
                if (!refused.isEmpty()) {
                    log.info(
                            "{} of {} settlements were for parts this node no longer holds",
                            refused.size(),
                            batch.size());
                }
            } catch (RuntimeException | Error e) {
                log.warn(
                        "{} settlements could not be written and are tried again: {}",
                        batch.size(),
                        e.getClass().getName());
                listening.failed("messageStore", e);
                putBack(tryAgain(batch));
                environment.scheduler().schedule(PAUSE, () -> writer.execute(this::write));
                return;
            }
            loop.execute(() -> batch.forEach(
                    item -> item.onWritten.written(!refused.contains(item.settlement.part()), !item.triedBefore)));
        }
    }

    /** As many as go into one call: of one holder, and each part at most once. */
    private List<Item> nextBatch() {
        synchronized (queue) {
            List<Item> batch = new ArrayList<>(Math.min(queue.size(), MOST));
            Set<PartId> parts = new HashSet<>();
            Item next = queue.peekFirst();
            while (next != null
                    && batch.size() < MOST
                    && (batch.isEmpty() || next.holder.equals(batch.get(0).holder))
                    && parts.add(next.settlement.part())) {
                batch.add(queue.removeFirst());
                next = queue.peekFirst();
            }
            writing = !batch.isEmpty();
            underWay = batch.size();
            return batch;
        }
    }

    /**
     * Whether a split was written is not known, and written twice it would be refused: whoever asked for it looks at what
     * the node holds. Everything else may be written as often as need be.
     */
    private List<Item> tryAgain(List<Item> batch) {
        List<Item> again = new ArrayList<>(batch.size());
        for (Item item : batch) {
            if (item.settlement instanceof Settlement.Split) {
                loop.execute(() -> item.onWritten.written(false, false));
            } else {
                again.add(new Item(item.holder, item.settlement, item.onWritten, true));
            }
        }
        return again;
    }

    private void putBack(List<Item> batch) {
        synchronized (queue) {
            underWay = 0;
            if (closed) {
                return;
            }
            for (int i = batch.size() - 1; i >= 0; i--) {
                queue.addFirst(batch.get(i));
            }
        }
    }
}
