package io.offlinepush.inmemory;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A {@link MessageStore} in memory: nothing survives {@link #close}, and a message is discarded only by
 * {@link #removeOlderThan} and {@link #forget}.
 *
 * <p>One lock, the {@link Ledger}, for all of it (cursors have their own): whoever has it sees every earlier write,
 * which is rules 2 to 6. Every operation begins by ending the leases that have run out.
 */
public final class InMemoryMessageStore implements MessageStore {

    /** How many messages a store keeps unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 1_000_000;

    /** Rule 3: a key is remembered for so long at least. */
    private static final Duration LEAST_AGE = Duration.ofHours(24);

    private final InstantSource clock;
    private final Ticker ticker;
    private final int capacity;
    /** The other namespaces, each a store of its own. */
    private final Map<String, InMemoryMessageStore> namespaces = new HashMap<>();

    private final Ledger ledger;
    private final Outbox outbox;
    private final Nodes nodes;

    /**
     * An empty store for {@value #DEFAULT_CAPACITY} messages.
     *
     * @param environment its clock and ticker
     */
    public InMemoryMessageStore(Environment environment) {
        this(environment.clock(), environment.ticker(), DEFAULT_CAPACITY);
    }

    /**
     * An empty store.
     *
     * @param clock the store's time, cut to milliseconds; where it is set back, the store's time goes on from where it
     *     was
     * @param ticker monotonic time: leases and retries wait by it, whatever the clock does
     * @param capacity the most messages it keeps, 1 or more; then it answers {@link AppendResult.Full}
     * @throws IllegalArgumentException if the capacity is below 1
     */
    public InMemoryMessageStore(InstantSource clock, Ticker ticker, int capacity) {
        Range.check("capacity", capacity, 1, Integer.MAX_VALUE);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        this.capacity = capacity;
        this.ledger = new Ledger(new StoreTime(clock, ticker), capacity);
        this.outbox = new MemoryOutbox(ledger);
        this.nodes = new MemoryNodes(ledger);
    }

    /** Each namespace has the capacity of this store for itself. */
    @Override
    public Optional<MessageStore> namespace(String name) {
        Range.check("bytes of the namespace", name.getBytes(StandardCharsets.UTF_8).length, 1, 32);
        synchronized (ledger) {
            ledger.begin();
            return Optional.of(
                    namespaces.computeIfAbsent(name, unused -> new InMemoryMessageStore(clock, ticker, capacity)));
        }
    }

    @Override
    public Durability durability() {
        return Durability.NONE;
    }

    @Override
    public OptionalLong count() {
        synchronized (ledger) {
            ledger.begin();
            return OptionalLong.of(ledger.messages.size());
        }
    }

    @Override
    public List<AppendResult> append(NodeId me, List<Entry> entries) {
        Objects.requireNonNull(me, "me");
        List<Entry> batch = List.copyOf(entries);
        Range.check("number of entries", batch.size(), 1, 1024);
        synchronized (ledger) {
            Instant now = ledger.begin();
            NodeId holder = ledger.leases.isLive(me) ? me : null;
            List<AppendResult> results = new ArrayList<>(batch.size());
            for (Entry entry : batch) {
                results.add(ledger.append(entry, holder, now));
            }
            return results;
        }
    }

    @Override
    public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
        Range.check("limit", limit, 1, 1000);
        after.values().forEach(sequence -> Range.check("after", sequence, 0, Long.MAX_VALUE));
        synchronized (ledger) {
            ledger.begin();
            Map<Timeline, Page> pages = new LinkedHashMap<>();
            after.forEach((timeline, sequence) -> pages.put(timeline, ledger.messages.page(timeline, sequence, limit)));
            return pages;
        }
    }

    @Override
    public Map<Timeline, Long> heads(Collection<Timeline> asked) {
        synchronized (ledger) {
            ledger.begin();
            Map<Timeline, Long> heads = new LinkedHashMap<>();
            for (Timeline timeline : List.copyOf(asked)) {
                heads.put(timeline, ledger.messages.head(timeline));
            }
            return heads;
        }
    }

    @Override
    public Optional<FoundMessage> find(MessageId messageId) {
        Objects.requireNonNull(messageId, "messageId");
        synchronized (ledger) {
            ledger.begin();
            return Optional.ofNullable(ledger.messages.find(messageId));
        }
    }

    @Override
    public int removeOlderThan(Duration age, int most) {
        if (age.compareTo(LEAST_AGE) < 0) {
            throw new IllegalArgumentException("age must be " + LEAST_AGE + " or more, found " + age);
        }
        Range.check("most", most, 1, 10_000);
        synchronized (ledger) {
            return ledger.removeOlderThan(age, most, ledger.begin());
        }
    }

    @Override
    public void forget(UserId user) {
        synchronized (ledger) {
            ledger.begin();
            ledger.removeAll(Timeline.inbox(user));
        }
        ledger.cursors.forget(user);
    }

    @Override
    public Cursors cursors() {
        return ledger.cursors;
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
        synchronized (ledger) {
            ledger.close();
            namespaces.values().forEach(InMemoryMessageStore::close);
        }
        ledger.cursors.close();
    }
}
