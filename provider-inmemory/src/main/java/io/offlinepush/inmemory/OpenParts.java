package io.offlinepush.inmemory;

import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts that have not ended. Each is in exactly one of three places:
 *
 * <pre>
 * held     node -> its parts, the most urgent first
 * ready    anybody's, the most urgent first
 * waiting  anybody's, but only from a moment on; the earliest first
 * </pre>
 *
 * <p>A part moves between them one at a time and is never looked for, so no operation's cost grows with what is owed;
 * what a dead node held, and what has waited long enough, is moved once.
 *
 * <p>Not safe for several threads: guarded by the store's lock. That a node is live is the store's business.
 */
final class OpenParts {

    private static final Comparator<Open> MOST_URGENT = Comparator.comparing(
                    (Open open) -> open.part.priority(), Comparator.reverseOrder())
            .thenComparingLong(open -> open.age);
    private static final Comparator<Open> EARLIEST =
            Comparator.comparing((Open open) -> open.notBefore).thenComparingLong(open -> open.age);

    private final Map<PartId, Open> all = new HashMap<>();
    private final Map<NodeId, TreeSet<Open>> held = new HashMap<>();
    private final TreeSet<Open> ready = new TreeSet<>(MOST_URGENT);
    private final TreeSet<Open> waiting = new TreeSet<>(EARLIEST);
    private long added;

    /** A new part: the holder's from the start, or, if that is null, anybody's. */
    void add(Part part, @Nullable NodeId holder) {
        Open open = new Open(added++, part);
        all.put(part.id(), open);
        if (holder == null) {
            ready.add(open);
        } else {
            give(open, holder);
        }
    }

    List<Part> take(NodeId node, int most, Instant now) {
        while (!waiting.isEmpty() && !waiting.first().notBefore.isAfter(now)) {
            ready.add(waiting.pollFirst());
        }
        List<Part> taken = new ArrayList<>();
        while (taken.size() < most && !ready.isEmpty()) {
            Open open = ready.pollFirst();
            give(open, node);
            taken.add(open.part);
        }
        return taken;
    }

    List<Part> held(NodeId node) {
        List<Part> parts = new ArrayList<>();
        for (Open open : held.getOrDefault(node, new TreeSet<>(MOST_URGENT))) {
            parts.add(open.part);
        }
        return parts;
    }

    /** The part's message, if the node holds it; otherwise null, and nothing changes. */
    @Nullable
    Part settle(NodeId node, Settlement settlement, Instant now) {
        Open open = all.get(settlement.part());
        if (open == null || !node.equals(open.holder)) {
            return null;
        }
        if (settlement instanceof Settlement.Ended) {
            drop(open, node);
            all.remove(open.part.id());
        } else if (settlement instanceof Settlement.Again again) {
            drop(open, node);
            open.update(again.progress(), 0);
            open.notBefore = now.plus(again.after());
            waiting.add(open);
        } else if (settlement instanceof Settlement.Kept kept) {
            open.update(kept.progress(), 0);
        }
        return open.part;
    }

    /** What the node held is anybody's; that it was lost is counted. */
    void free(NodeId node) {
        TreeSet<Open> parts = held.remove(node);
        if (parts != null) {
            for (Open open : parts) {
                open.holder = null;
                open.update(open.part.progress(), open.part.losses() + 1);
                ready.add(open);
            }
        }
    }

    int size() {
        return all.size();
    }

    private void give(Open open, NodeId node) {
        open.holder = node;
        held.computeIfAbsent(node, unused -> new TreeSet<>(MOST_URGENT)).add(open);
    }

    private void drop(Open open, NodeId node) {
        open.holder = null;
        held.computeIfPresent(node, (unused, parts) -> {
            parts.remove(open);
            return parts.isEmpty() ? null : parts;
        });
    }

    private static final class Open {

        /** How many parts there had been before it. */
        private final long age;

        private Part part;
        private @Nullable NodeId holder;
        private Instant notBefore = Instant.MIN;

        private Open(long age, Part part) {
            this.age = age;
            this.part = part;
        }

        private void update(Bytes progress, int losses) {
            part = new Part(
                    part.id(),
                    part.messageId(),
                    part.timeline(),
                    part.sequence(),
                    part.priority(),
                    part.storedAt(),
                    part.expiresAt(),
                    part.body(),
                    progress,
                    losses);
        }
    }
}
