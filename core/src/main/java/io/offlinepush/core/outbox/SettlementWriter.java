package io.offlinepush.core.outbox;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.Environment;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what became of parts: many in one call, in order, and again until the store takes them. A settlement of a
 * part that the node lost is refused by the store and forgotten here.
 *
 * <p>A call that fails is repeated in halves, down to the settlement that fails alone: that one is set aside, with what
 * follows it for the same part, and tried again with growing pauses while the others go on.
 */
public final class SettlementWriter {

    private static final Logger log = LoggerFactory.getLogger(SettlementWriter.class);

    private static final int MOST = 1024;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** So many calls of one halving may fail: a store that goes down meanwhile is not asked for every settlement. */
    private static final int MOST_FAILURES = 64;

    /** After so many failures of one settlement alone, somebody is told. */
    private static final int TELL_AFTER = 3;

    private static final class Item {
        private final NodeId holder;
        private final Settlement settlement;
        private final SettlementListener listener;
        private int failures;
        private boolean triedBefore;

        private Item(NodeId holder, Settlement settlement, SettlementListener listener) {
            this.holder = holder;
            this.settlement = settlement;
            this.listener = listener;
        }

        private PartId part() {
            return settlement.part();
        }
    }

    private final Outbox outbox;
    private final Environment environment;
    private final ListenerQueue listener;
    private final Executor writer;

    // Guarded by the queue.
    private final Deque<Item> queue = new ArrayDeque<>();
    /** Settlements that fail alone, each with what follows it for its part. */
    private final Map<PartId, Deque<Item>> aside = new HashMap<>();

    private boolean writing;
    private boolean closed;
    private int underWay;
    private int waitingAside;

    /** Writes to this outbox. */
    public SettlementWriter(Outbox outbox, Environment environment, ListenerQueue listener) {
        this.outbox = outbox;
        this.environment = environment;
        this.listener = listener;
        this.writer = MoreExecutors.newSequentialExecutor(environment.executor("settlements", 1));
    }

    /** Queues a settlement. */
    public void write(NodeId holder, Settlement settlement, SettlementListener then) {
        synchronized (queue) {
            if (closed) {
                return;
            }
            Item item = new Item(holder, settlement, then);
            Deque<Item> waiting = aside.get(item.part());
            if (waiting != null) {
                waiting.addLast(item);
                waitingAside++;
                return;
            }
            queue.addLast(item);
            if (writing) {
                return;
            }
            writing = true;
        }
        writer.execute(this::writeAll);
    }

    /** Writes nothing more: what is not settled stays owed. */
    public void close() {
        synchronized (queue) {
            closed = true;
            queue.clear();
            aside.clear();
            waitingAside = 0;
        }
    }

    /** How many settlements are not written yet. */
    public int waiting() {
        synchronized (queue) {
            return queue.size() + underWay + waitingAside;
        }
    }

    /** For how many parts the store refuses the settlement again and again. */
    public int refusedParts() {
        synchronized (queue) {
            return (int) aside.values().stream()
                    .filter(items -> !items.isEmpty() && items.peekFirst().failures >= TELL_AFTER)
                    .count();
        }
    }

    private void writeAll() {
        while (true) {
            List<Item> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            if (!write(batch) && !pauseAfter(batch)) {
                return;
            }
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
                    && parts.add(next.part())) {
                batch.add(queue.removeFirst());
                next = queue.peekFirst();
            }
            writing = !batch.isEmpty();
            underWay = batch.size();
            return batch;
        }
    }

    /** Whether the store answered. */
    private boolean write(List<Item> batch) {
        Set<PartId> refused;
        try {
            refused = outbox.settle(
                    batch.get(0).holder,
                    batch.stream().map(item -> item.settlement).toList());
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} settlements could not be written: {}",
                    batch.size(),
                    e.getClass().getName());
            listener.failed("messageStore", e);
            return false;
        }
        if (!refused.isEmpty()) {
            log.info("{} of {} settlements were for parts this node no longer holds", refused.size(), batch.size());
        }
        tell(batch, refused);
        return true;
    }

    private static void tell(List<Item> batch, Set<PartId> refused) {
        Map<SettlementListener, List<Settled>> answers = new LinkedHashMap<>(4);
        for (Item item : batch) {
            answers.computeIfAbsent(item.listener, unused -> new ArrayList<>(batch.size()))
                    .add(new Settled(item.holder, item.settlement, !refused.contains(item.part()), !item.triedBefore));
        }
        answers.forEach(SettlementListener::settled);
    }

    /**
     * The batch failed: if the store answers at all, its halves are tried for themselves. False if it does not: then
     * everything waits.
     */
    private boolean pauseAfter(List<Item> batch) {
        List<Item> again = withoutSplits(batch);
        if (isAlive()) {
            writeHalves(again, new int[] {MOST_FAILURES});
            return true;
        }
        putBack(again);
        environment.scheduler().schedule(PAUSE, () -> writer.execute(this::writeAll));
        return false;
    }

    /** Writes what can be written; what fails alone, or when too much has failed, is set aside. */
    private void writeHalves(List<Item> items, int[] failuresLeft) {
        if (items.size() <= 1 || failuresLeft[0] <= 0) {
            items.forEach(this::setAside);
            return;
        }
        int middle = items.size() / 2;
        for (List<Item> half : List.of(items.subList(0, middle), items.subList(middle, items.size()))) {
            if (!write(half)) {
                failuresLeft[0]--;
                writeHalves(half, failuresLeft);
            }
        }
    }

    /** Whether the store answers at all: then it is this settlement that it does not take. */
    private boolean isAlive() {
        try {
            outbox.backlog(1);
            return true;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    /**
     * Whether a split was written is not known, and written twice it would be refused: its author looks at what the
     * node holds. Everything else may be written as often as need be.
     */
    private List<Item> withoutSplits(List<Item> batch) {
        List<Item> again = new ArrayList<>(batch.size());
        for (Item item : batch) {
            if (item.settlement instanceof Settlement.Split) {
                item.listener.settled(List.of(new Settled(item.holder, item.settlement, false, false)));
            } else {
                item.triedBefore = true;
                again.add(item);
            }
        }
        return again;
    }

    private void setAside(Item item) {
        item.failures++;
        long factor = 1L << Math.max(0, Math.min(item.failures - 2, 10));
        Duration pause =
                PAUSE.multipliedBy(factor).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : PAUSE.multipliedBy(factor);
        if (item.failures == TELL_AFTER) {
            log.error("The store takes no settlement of {}: it is tried again, and the others go on", item.part());
            listener.raise("messageStore", "takes no settlement of part " + item.part());
        }
        synchronized (queue) {
            if (closed) {
                return;
            }
            Deque<Item> waiting = aside.computeIfAbsent(item.part(), unused -> new ArrayDeque<>(2));
            waiting.addFirst(item);
            waitingAside++;
            // What follows it for the same part must not overtake it.
            queue.removeIf(other -> {
                boolean follows = other.part().equals(item.part());
                if (follows) {
                    waiting.addLast(other);
                    waitingAside++;
                }
                return follows;
            });
        }
        environment.scheduler().schedule(pause, () -> writer.execute(() -> tryAside(item.part())));
    }

    private void tryAside(PartId part) {
        Item item;
        synchronized (queue) {
            Deque<Item> waiting = aside.get(part);
            item = waiting == null ? null : waiting.pollFirst();
            if (item == null) {
                return;
            }
            waitingAside--;
            underWay++;
        }
        boolean written = write(List.of(item));
        synchronized (queue) {
            underWay--;
        }
        if (!written) {
            setAside(item);
            return;
        }
        List<Item> rest;
        synchronized (queue) {
            Deque<Item> waiting = aside.remove(part);
            rest = waiting == null ? List.of() : List.copyOf(waiting);
            waitingAside -= rest.size();
        }
        rest.forEach(next -> write(next.holder, next.settlement, next.listener));
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
