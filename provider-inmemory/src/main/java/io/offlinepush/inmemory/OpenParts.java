package io.offlinepush.inmemory;

import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts that have not ended. Each is in exactly one of three places:
 *
 * <pre>
 * held     node -> its parts, the most urgent first
 * ready    lane -> unclaimed parts that are due, the most urgent first
 * waiting  unclaimed parts that are not due yet, the earliest first
 * </pre>
 *
 * <p>Unclaimed parts, ready or waiting, are also in {@code expiring}, the first to expire first.
 *
 * <p>A part moves between the places one at a time and is never looked for, so no operation's cost grows with what is
 * owed; what a dead node held, and what has waited long enough, is moved once.
 *
 * <p>Not safe for several threads: guarded by the store's lock. That a node is live is the store's business.
 */
final class OpenParts {

    private static final Comparator<Open> MOST_URGENT = Comparator.comparing(
                    (Open open) -> open.part.urgency(), Comparator.reverseOrder())
            .thenComparing(open -> open.part.storedAt())
            .thenComparingLong(open -> open.age);
    private static final Comparator<Open> EARLIEST =
            Comparator.comparing((Open open) -> open.notBefore).thenComparingLong(open -> open.age);
    private static final Comparator<Open> FIRST_TO_EXPIRE =
            Comparator.comparing((Open open) -> open.part.expiresAt()).thenComparingLong(open -> open.age);

    private final Map<PartId, Open> all = new HashMap<>();
    private final Map<NodeId, NavigableSet<Open>> held = new HashMap<>();
    private final Map<String, NavigableSet<Open>> ready = new HashMap<>();
    private final TreeSet<Open> waiting = new TreeSet<>(EARLIEST);
    private final TreeSet<Open> expiring = new TreeSet<>(FIRST_TO_EXPIRE);
    private long added;

    /** A new part of a message: claimed by the holder, or unclaimed if that is null. */
    void add(Part part, Kept message, @Nullable NodeId holder) {
        Open open = new Open(added++, part, message);
        all.put(part.id(), open);
        if (holder == null) {
            offer(open);
        } else {
            give(open, holder);
        }
    }

    /** Takes what is ready, lane by lane, down to an urgency. */
    List<Part> take(NodeId node, Map<String, Integer> room, Urgency least, Instant now) {
        while (!waiting.isEmpty() && !waiting.first().notBefore.isAfter(now)) {
            put(ready, waiting.first().part.lane(), waiting.pollFirst());
        }
        List<Part> taken = new ArrayList<>();
        room.forEach((lane, most) -> {
            for (int i = 0; i < most && ready.containsKey(lane); i++) {
                Open open = ready.get(lane).first();
                if (open.part.urgency().compareTo(least) < 0) {
                    return;
                }
                withdraw(open);
                give(open, node);
                taken.add(open.part);
            }
        });
        return taken;
    }

    /** Takes what has expired, ready or waiting. */
    List<Part> takeExpired(NodeId node, int most, Instant now) {
        List<Part> taken = new ArrayList<>();
        while (taken.size() < most
                && !expiring.isEmpty()
                && !expiring.first().part.expiresAt().isAfter(now)) {
            Open open = expiring.first();
            withdraw(open);
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

    boolean isHeld(NodeId node, PartId id) {
        Open open = all.get(id);
        return open != null && node.equals(open.holder);
    }

    /** The message of a part; null if the part is not open. */
    @Nullable
    Kept message(PartId id) {
        Open open = all.get(id);
        return open == null ? null : open.message;
    }

    /** The holder has written down how far the part is, and keeps it. The part as it is now. */
    Part keep(PartId id, Bytes progress) {
        Open open = get(id);
        open.update(open.part.lane(), progress, 0);
        return open.part;
    }

    /** The part is unclaimed, and due from this moment on. */
    void giveBack(PartId id, String lane, Instant notBefore) {
        Open open = get(id);
        withdraw(open);
        open.update(lane, open.part.progress(), open.part.losses());
        open.notBefore = notBefore;
        waiting.add(open);
        expiring.add(open);
    }

    /** The part is not open any more, whoever has it. Its message; null if it was not open. */
    @Nullable
    Kept remove(PartId id) {
        Open open = all.remove(id);
        if (open == null) {
            return null;
        }
        withdraw(open);
        return open.message;
    }

    /** The parts that the node held are unclaimed; each counts the loss. */
    void free(NodeId node) {
        NavigableSet<Open> parts = held.remove(node);
        if (parts != null) {
            for (Open open : parts) {
                open.holder = null;
                open.update(open.part.lane(), open.part.progress(), open.part.losses() + 1);
                offer(open);
            }
        }
    }

    int size() {
        return all.size();
    }

    private Open get(PartId id) {
        Open open = all.get(id);
        if (open == null) {
            throw new IllegalStateException("part " + id + " is not open");
        }
        return open;
    }

    private void offer(Open open) {
        put(ready, open.part.lane(), open);
        expiring.add(open);
    }

    private void give(Open open, NodeId node) {
        open.holder = node;
        put(held, node, open);
    }

    /** Takes a part from wherever it is. */
    private void withdraw(Open open) {
        if (open.holder != null) {
            take(held, open.holder, open);
            open.holder = null;
        } else {
            expiring.remove(open);
            if (!waiting.remove(open)) {
                take(ready, open.part.lane(), open);
            }
        }
    }

    private static <K> void put(Map<K, NavigableSet<Open>> places, K place, Open open) {
        places.computeIfAbsent(place, unused -> new TreeSet<>(MOST_URGENT)).add(open);
    }

    private static <K> void take(Map<K, NavigableSet<Open>> places, K place, Open open) {
        places.computeIfPresent(place, (unused, parts) -> {
            parts.remove(open);
            return parts.isEmpty() ? null : parts;
        });
    }

    private static final class Open {

        /** How many parts there had been before it. */
        private final long age;

        private final Kept message;
        private Part part;
        private @Nullable NodeId holder;
        private Instant notBefore = Instant.MIN;

        private Open(long age, Part part, Kept message) {
            this.age = age;
            this.part = part;
            this.message = message;
        }

        private void update(String lane, Bytes progress, int losses) {
            part = new Part(
                    part.id(),
                    part.messageId(),
                    part.timeline(),
                    part.sequence(),
                    part.urgency(),
                    part.storedAt(),
                    part.expiresAt(),
                    lane,
                    part.scope(),
                    part.body(),
                    progress,
                    losses);
        }
    }
}
