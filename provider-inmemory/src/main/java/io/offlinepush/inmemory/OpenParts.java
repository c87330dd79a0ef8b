package io.offlinepush.inmemory;

import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts that have not ended. Each is held by a node, or unclaimed:
 *
 * <pre>
 * held      node -> the last that it was given -> the one before -> ...
 * unclaimed the parts that no node holds, by when they are, or were, due, in monotonic time
 * expiring  the same, by when they expire
 * waiting   those of them that have not come due; the earliest first
 * ready     lane -> those of them that have, the most urgent first
 * </pre>
 *
 * <p>A part moves between the places one at a time and is never searched for, so the cost of an operation does not grow
 * with the backlog; the parts of a dead node, and those that come due, are moved once.
 *
 * <p>Not safe for several threads: guarded by the store's lock. Whether a node is live is the store's business.
 */
final class OpenParts {

    private static final Comparator<Open> EARLIEST_DUE =
            Comparator.comparingLong((Open open) -> open.dueAt).thenComparingLong(open -> open.age);
    private static final Comparator<Open> FIRST_TO_EXPIRE =
            Comparator.comparing((Open open) -> open.part.expiresAt()).thenComparingLong(open -> open.age);

    private final Index<Open> all = new Index<>() {
        @Override
        int hash(Open open) {
            return open.part.id().hashCode();
        }
    };
    private final Map<NodeId, Held> held = new HashMap<>();
    private final TreeSet<Open> unclaimed = new TreeSet<>(EARLIEST_DUE);
    private final TreeSet<Open> expiring = new TreeSet<>(FIRST_TO_EXPIRE);
    private final TreeSet<Open> waiting = new TreeSet<>(EARLIEST_DUE);
    private final Map<String, Lane> ready = new HashMap<>();
    private long added;
    private long rounds;

    /** A new part of a message: held by the node, or unclaimed and due if that is null. */
    void add(Part part, Kept message, @Nullable NodeId holder, long now) {
        Open open = new Open(added++, part, message);
        all.add(open);
        if (holder == null) {
            offer(open, now);
        } else {
            give(open, holder);
        }
    }

    /** Claims for a live node: expired parts first, then due ones of the named lanes, one of each in turn. */
    List<Part> claim(NodeId node, ClaimRequest request, StoreTime time) {
        while (!waiting.isEmpty() && waiting.first().dueAt <= time.ticks()) {
            ready(waiting.pollFirst());
        }
        List<Part> claimed = new ArrayList<>();
        while (claimed.size() < request.most()
                && !expiring.isEmpty()
                && !expiring.first().part.expiresAt().isAfter(time.instant())) {
            claimed.add(claim(expiring.first(), node));
        }
        List<Share> shares = shares(request);
        while (claimed.size() < request.most() && !shares.isEmpty()) {
            rounds++;
            for (int i = 0; i < shares.size() && claimed.size() < request.most(); i++) {
                Open next = shares.get(i).next(request.leastUrgent(), rounds);
                if (next != null) {
                    claimed.add(claim(next, node));
                }
            }
            shares.removeIf(share -> !share.goesOn(request.leastUrgent()));
        }
        return claimed;
    }

    /** The lanes that were named and have parts; first the one that has waited the longest. */
    private List<Share> shares(ClaimRequest request) {
        List<Share> shares = new ArrayList<>();
        request.lanes().forEach((lane, most) -> {
            Lane parts = ready.get(lane);
            if (parts != null) {
                shares.add(new Share(parts, most));
            }
        });
        shares.sort(Comparator.comparingLong(share -> share.lane.served));
        return shares;
    }

    private Part claim(Open open, NodeId node) {
        withdraw(open);
        give(open, node);
        return open.part;
    }

    /** A page of the parts that a node holds. */
    List<Part> held(NodeId node, @Nullable PartId after, int limit) {
        Held parts = held.get(node);
        return parts == null ? List.of() : parts.page(after, limit);
    }

    boolean isHeld(NodeId node, PartId id) {
        Open open = find(id);
        return open != null && open.holder != null && node.equals(open.holder.node);
    }

    /** The message of a part; null if the part is not open. */
    @Nullable
    Kept message(PartId id) {
        Open open = find(id);
        return open == null ? null : open.message;
    }

    /** Records the progress of a part, which its holder keeps. The part as it is now. */
    Part keep(PartId id, Bytes progress) {
        Open open = get(id);
        open.update(open.part.lane(), progress, 0);
        return open.part;
    }

    /** The part is unclaimed, and due from this moment on. */
    void reschedule(PartId id, String lane, long dueAt) {
        Open open = get(id);
        withdraw(open);
        open.update(lane, open.part.progress(), open.part.losses());
        open.dueAt = dueAt;
        unclaimed.add(open);
        expiring.add(open);
        waiting.add(open);
    }

    /** The part is not open any more, whoever has it. Its message; null if it was not open. */
    @Nullable
    Kept remove(PartId id) {
        Open open = find(id);
        if (open == null) {
            return null;
        }
        all.remove(open);
        withdraw(open);
        return open.message;
    }

    /** The parts that the node held are unclaimed; each counts the loss. */
    void free(NodeId node, long now) {
        Held parts = held.remove(node);
        Open next = parts == null ? null : parts.last;
        while (next != null) {
            Open open = next;
            next = open.before;
            open.leaveNeighbours();
            open.update(open.part.lane(), open.part.progress(), open.part.losses() + 1);
            offer(open, now);
        }
    }

    int size() {
        return all.size();
    }

    /** Since when the part is due that has been unclaimed and due the longest; null if there is none. */
    @Nullable
    Instant oldestUnclaimed(StoreTime time) {
        return unclaimed.isEmpty() || unclaimed.first().dueAt > time.ticks()
                ? null
                : time.instantOf(unclaimed.first().dueAt);
    }

    private @Nullable Open find(PartId id) {
        Open open;
        for (int slot = all.start(id.hashCode()); (open = all.at(slot)) != null; slot = all.next(slot)) {
            if (open.part.id().equals(id)) {
                return open;
            }
        }
        return null;
    }

    private Open get(PartId id) {
        Open open = find(id);
        if (open == null) {
            throw new IllegalStateException("part " + id + " is not open");
        }
        return open;
    }

    private void offer(Open open, long now) {
        open.dueAt = now;
        unclaimed.add(open);
        expiring.add(open);
        ready(open);
    }

    private void ready(Open open) {
        // A lane that comes back takes its turn behind those that were there.
        ready.computeIfAbsent(open.part.lane(), unused -> new Lane(rounds))
                .parts
                .add(open);
    }

    private void give(Open open, NodeId node) {
        Held parts = held.get(node);
        if (parts == null) {
            parts = new Held(node);
            held.put(node, parts);
        }
        parts.add(open);
    }

    /** Takes a part from wherever it is. */
    private void withdraw(Open open) {
        Held holder = open.holder;
        if (holder != null) {
            holder.remove(open);
            if (holder.last == null) {
                held.remove(holder.node);
            }
            return;
        }
        unclaimed.remove(open);
        expiring.remove(open);
        if (!waiting.remove(open)) {
            ready.computeIfPresent(open.part.lane(), (unused, lane) -> {
                lane.parts.remove(open);
                return lane.parts.isEmpty() ? null : lane;
            });
        }
    }

    /** The due parts of a lane, and the round in which one of them was last claimed. */
    private static final class Lane {

        private static final Comparator<Open> MOST_URGENT = Comparator.comparing(
                        (Open open) -> open.part.urgency(), Comparator.reverseOrder())
                .thenComparing(open -> open.part.storedAt())
                .thenComparingLong(open -> open.age);

        private final TreeSet<Open> parts = new TreeSet<>(MOST_URGENT);
        private long served;

        private Lane(long served) {
            this.served = served;
        }
    }

    /** How many more parts one claim may have of a lane. */
    private static final class Share {

        private final Lane lane;
        private int left;

        private Share(Lane lane, int left) {
            this.lane = lane;
            this.left = left;
        }

        boolean goesOn(Urgency leastUrgent) {
            return left > 0
                    && !lane.parts.isEmpty()
                    && lane.parts.first().part.urgency().compareTo(leastUrgent) >= 0;
        }

        @Nullable
        Open next(Urgency leastUrgent, long round) {
            if (!goesOn(leastUrgent)) {
                return null;
            }
            left--;
            lane.served = round;
            return lane.parts.first();
        }
    }

    /** The parts that a node holds. They come and go with every message, and are read in order only after a fault. */
    private static final class Held {

        private final NodeId node;
        private @Nullable Open last;

        private Held(NodeId node) {
            this.node = node;
        }

        private void add(Open open) {
            open.holder = this;
            open.before = last;
            if (last != null) {
                last.after = open;
            }
            last = open;
        }

        private void remove(Open open) {
            if (open.before != null) {
                open.before.after = open.after;
            }
            if (open.after != null) {
                open.after.before = open.before;
            } else {
                last = open.before;
            }
            open.leaveNeighbours();
        }

        private List<Part> page(@Nullable PartId after, int limit) {
            List<Part> rest = new ArrayList<>();
            for (Open open = last; open != null; open = open.before) {
                if (after == null || open.part.id().compareTo(after) > 0) {
                    rest.add(open.part);
                }
            }
            rest.sort(Comparator.comparing(Part::id));
            return rest.size() > limit ? new ArrayList<>(rest.subList(0, limit)) : rest;
        }
    }

    private static final class Open {

        /** How many parts there had been before it. */
        private final long age;

        private final Kept message;
        private Part part;
        private @Nullable Held holder;
        private @Nullable Open before;
        private @Nullable Open after;
        /** In monotonic time. */
        private long dueAt;

        private Open(long age, Part part, Kept message) {
            this.age = age;
            this.part = part;
            this.message = message;
        }

        private void leaveNeighbours() {
            holder = null;
            before = null;
            after = null;
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
