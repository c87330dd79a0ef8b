package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MessageStore} in memory: nothing survives {@link #close}, and a message is never discarded.
 *
 * <pre>
 * messages  {@link MessageLog}   timelines, keys and message ids
 * parts     {@link OpenParts}    what is owed: by holder, ready, waiting
 * ends      {@link Ends}         how it ended, for a day
 * leases    {@link Leases}       who is live
 * numbers   those of the pushes that stand in some entry
 * </pre>
 *
 * <p>One lock for all of it (cursors have their own): whoever has it sees every earlier write, which is rules 2 to 6.
 * Every operation begins by ending the leases that have run out.
 */
public final class InMemoryMessageStore implements MessageStore {

    /** How many messages a store keeps unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 1_000_000;

    /** Nothing is ever discarded here, so there is no better guess. */
    private static final Duration RETRY_WHEN_FULL = Duration.ofMinutes(1);

    private static final int LARGEST_BATCH = 1024;

    private final Object lock = new Object();
    private final int capacity;
    private final StoreTime time;
    private final MessageLog messages = new MessageLog();
    private final Set<Long> usedNumbers = new HashSet<>();
    private final Leases leases = new Leases();
    private final OpenParts parts = new OpenParts();
    private final Ends ends = new Ends();
    private final MemoryCursors cursors = new MemoryCursors();
    private final Outbox outbox = new MemoryOutbox();
    private final Nodes nodes = new MemoryNodes();
    private long nextNumber = 1;
    private boolean closed;

    /**
     * An empty store for {@value #DEFAULT_CAPACITY} messages.
     *
     * @param clock the store's time, cut to milliseconds; it may jump back, the store's time does not
     */
    public InMemoryMessageStore(InstantSource clock) {
        this(clock, DEFAULT_CAPACITY);
    }

    /**
     * An empty store.
     *
     * @param clock the store's time, cut to milliseconds; it may jump back, the store's time does not
     * @param capacity the most messages it keeps, 1 or more; then it answers {@link AppendResult.Full}
     * @throws IllegalArgumentException if the capacity is below 1
     */
    public InMemoryMessageStore(InstantSource clock, int capacity) {
        Range.check("capacity", capacity, 1, Integer.MAX_VALUE);
        this.time = new StoreTime(Objects.requireNonNull(clock, "clock"));
        this.capacity = capacity;
    }

    @Override
    public Durability durability() {
        return Durability.NONE;
    }

    @Override
    public List<AppendResult> append(NodeId me, List<Entry> entries) {
        Objects.requireNonNull(me, "me");
        List<Entry> batch = List.copyOf(entries);
        Range.check("number of entries", batch.size(), 1, LARGEST_BATCH);
        synchronized (lock) {
            Instant now = begin();
            NodeId holder = leases.isLive(me) ? me : null;
            List<AppendResult> results = new ArrayList<>(batch.size());
            for (Entry entry : batch) {
                results.add(append(entry, holder, now));
            }
            return results;
        }
    }

    private AppendResult append(Entry entry, @Nullable NodeId holder, Instant now) {
        // The key comes first: a batch that is repeated as it is must meet its own entries, not its own message ids.
        AppendResult known = messages.answerOfKey(entry);
        if (known != null) {
            return known;
        }
        String why = refusal(entry);
        if (why != null) {
            return new AppendResult.Refused(why);
        }
        if (messages.size() >= capacity) {
            return new AppendResult.Full(RETRY_WHEN_FULL);
        }
        long sequence = messages.add(entry, now);
        List<Part> owed = new ArrayList<>();
        for (OwedPush push : entry.owes()) {
            usedNumbers.add(push.number());
            Part part = partOf(push, entry, sequence, now);
            parts.add(part, holder);
            owed.add(part);
        }
        return new AppendResult.Stored(
                entry.messageId(), entry.timeline(), sequence, now, holder == null ? List.of() : owed);
    }

    private @Nullable String refusal(Entry entry) {
        if (messages.has(entry.messageId())) {
            return "message id " + entry.messageId() + " was used before";
        }
        Set<Long> numbers = new HashSet<>();
        for (OwedPush push : entry.owes()) {
            if (push.number() < 1 || push.number() >= nextNumber) {
                return "number " + push.number() + " was never handed out";
            }
            if (usedNumbers.contains(push.number()) || !numbers.add(push.number())) {
                return "number " + push.number() + " was used before";
            }
        }
        return null;
    }

    private static Part partOf(OwedPush push, Entry entry, long sequence, Instant storedAt) {
        return new Part(
                new PartId(push.number(), 0),
                entry.messageId(),
                entry.timeline(),
                sequence,
                push.priority(),
                storedAt,
                storedAt.plus(push.expireAfter()),
                push.body(),
                Bytes.EMPTY,
                0);
    }

    @Override
    public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
        Range.check("limit", limit, 1, 1000);
        after.values().forEach(sequence -> Range.check("after", sequence, 0, Long.MAX_VALUE));
        synchronized (lock) {
            begin();
            Map<Timeline, Page> pages = new HashMap<>();
            after.forEach((timeline, sequence) -> pages.put(timeline, messages.page(timeline, sequence, limit)));
            return pages;
        }
    }

    @Override
    public Map<Timeline, Long> heads(Collection<Timeline> asked) {
        synchronized (lock) {
            begin();
            Map<Timeline, Long> heads = new HashMap<>();
            for (Timeline timeline : List.copyOf(asked)) {
                heads.put(timeline, messages.head(timeline));
            }
            return heads;
        }
    }

    @Override
    public Cursors cursors() {
        return cursors;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Nodes nodes() {
        return nodes;
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        cursors.close();
    }

    /** Every operation begins with it, under the lock: is the store open, what time is it, and who has died meanwhile? */
    private Instant begin() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        Instant now = time.now();
        leases.expire(now).forEach(parts::free);
        return now;
    }

    private final class MemoryOutbox implements Outbox {

        @Override
        public long numbers(int count) {
            Range.check("count", count, 1, 1_000_000);
            synchronized (lock) {
                begin();
                long first = nextNumber;
                nextNumber += count;
                return first;
            }
        }

        @Override
        public List<Part> take(NodeId me, int most) {
            Range.check("most", most, 1, LARGEST_BATCH);
            synchronized (lock) {
                Instant now = begin();
                return leases.isLive(me) ? parts.take(me, most, now) : new ArrayList<>();
            }
        }

        @Override
        public List<Part> held(NodeId me) {
            synchronized (lock) {
                begin();
                return parts.held(me);
            }
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            List<Settlement> batch = List.copyOf(settlements);
            Range.check("number of settlements", batch.size(), 1, LARGEST_BATCH);
            Set<PartId> named = new HashSet<>();
            for (Settlement settlement : batch) {
                if (!named.add(settlement.part())) {
                    throw new IllegalArgumentException("two settlements for part " + settlement.part());
                }
                if (settlement instanceof Settlement.Again again
                        && again.after().isNegative()) {
                    throw new IllegalArgumentException("after must not be negative, found " + again.after());
                }
            }
            synchronized (lock) {
                Instant now = begin();
                Set<PartId> lost = new HashSet<>();
                for (Settlement settlement : batch) {
                    Part part = parts.settle(me, settlement, now);
                    if (part == null) {
                        lost.add(settlement.part());
                    } else {
                        for (DeviceEnd end : settlement.ends()) {
                            ends.add(part.messageId(), new SettledEnd(now, part.id(), end));
                        }
                    }
                }
                return lost;
            }
        }

        @Override
        public List<SettledEnd> trace(MessageId messageId) {
            synchronized (lock) {
                begin();
                return ends.of(messageId);
            }
        }

        @Override
        public long depth() {
            synchronized (lock) {
                begin();
                return parts.size();
            }
        }
    }

    private final class MemoryNodes implements Nodes {

        @Override
        public Instant join(NodeId me, Duration lease) {
            Objects.requireNonNull(me, "me");
            if (lease.isNegative() || lease.isZero()) {
                throw new IllegalArgumentException("lease must be more than zero, found " + lease);
            }
            synchronized (lock) {
                Instant now = begin();
                if (!leases.join(me, lease, now)) {
                    throw new IllegalStateException("node " + me + " was joined before; join under a fresh id");
                }
                return now;
            }
        }

        @Override
        public Optional<Instant> renew(NodeId me) {
            synchronized (lock) {
                Instant now = begin();
                return leases.renew(me, now) ? Optional.of(now) : Optional.empty();
            }
        }

        @Override
        public void leave(NodeId me) {
            synchronized (lock) {
                begin();
                if (leases.end(me)) {
                    parts.free(me);
                }
            }
        }

        @Override
        public Set<NodeId> live() {
            synchronized (lock) {
                begin();
                return leases.live();
            }
        }

        @Override
        public Instant now() {
            synchronized (lock) {
                return begin();
            }
        }
    }
}
