package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The owed pushes, as a view of the store. */
final class MemoryOutbox implements Outbox {

    private static final int LARGEST_BATCH = 1024;

    private final Ledger ledger;

    MemoryOutbox(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public long numbers(int count) {
        Range.check("count", count, 1, 1_000_000);
        synchronized (ledger) {
            ledger.begin();
            return ledger.numbers.handOut(count);
        }
    }

    @Override
    public List<Part> claim(NodeId me, ClaimRequest request) {
        Objects.requireNonNull(request, "request");
        synchronized (ledger) {
            ledger.begin();
            return ledger.leases.isLive(me) ? ledger.parts.claim(me, request, ledger.time) : new ArrayList<>();
        }
    }

    @Override
    public List<Part> held(NodeId me, @Nullable PartId after, int limit) {
        Range.check("limit", limit, 1, LARGEST_BATCH);
        synchronized (ledger) {
            ledger.begin();
            return ledger.parts.held(me, after, limit);
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
            check(settlement);
        }
        synchronized (ledger) {
            Instant now = ledger.begin();
            ledger.checkNewParts(me, batch);
            Set<PartId> lost = null;
            for (Settlement settlement : batch) {
                if (!ledger.settle(me, settlement, now)) {
                    lost = lost == null ? new HashSet<>() : lost;
                    lost.add(settlement.part());
                }
            }
            return lost == null ? Set.of() : lost;
        }
    }

    private static void check(Settlement settlement) {
        if (settlement instanceof Settlement.Split split) {
            Set<Integer> indexes = new HashSet<>();
            for (NewPart part : split.parts()) {
                Range.check("index of a new part", part.index(), 1, Integer.MAX_VALUE);
                if (!indexes.add(part.index())) {
                    throw new IllegalArgumentException("two new parts with index " + part.index());
                }
            }
        }
    }

    @Override
    public List<SettledEnd> trace(MessageId messageId) {
        synchronized (ledger) {
            ledger.begin();
            Kept message = ledger.messages.get(messageId);
            return message == null ? new ArrayList<>() : ledger.ends.of(message);
        }
    }

    @Override
    public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
        List<PartId> asked = List.copyOf(parts);
        Range.check("number of parts", asked.size(), 1, LARGEST_BATCH);
        synchronized (ledger) {
            ledger.begin();
            Map<PartId, Superseded> found = new HashMap<>();
            for (PartId id : asked) {
                Push push = ledger.numbers.push(id.number());
                Superseded newer =
                        push == null ? null : ledger.messages.conversations().superseded(push);
                if (newer != null && ledger.parts.message(id) != null) {
                    found.put(id, newer);
                }
            }
            return found;
        }
    }

    @Override
    public List<DeadPart> dead(@Nullable PartId after, int limit) {
        Range.check("limit", limit, 1, 1000);
        synchronized (ledger) {
            ledger.begin();
            return ledger.dead.page(after, limit);
        }
    }

    @Override
    public Set<PartId> requeue(Collection<PartId> parts, Duration expireAfter) {
        List<PartId> asked = List.copyOf(parts);
        Range.check("number of parts", asked.size(), 1, LARGEST_BATCH);
        if (expireAfter.isNegative() || expireAfter.isZero()) {
            throw new IllegalArgumentException("expireAfter must be more than zero, found " + expireAfter);
        }
        synchronized (ledger) {
            Instant now = ledger.begin();
            Set<PartId> requeued = new HashSet<>();
            for (PartId id : asked) {
                if (ledger.requeue(id, expireAfter, now)) {
                    requeued.add(id);
                }
            }
            return requeued;
        }
    }

    @Override
    public Backlog backlog(int most) {
        Range.check("most", most, 1, 1_000_000);
        synchronized (ledger) {
            ledger.begin();
            return new Backlog(Math.min(ledger.parts.size(), most), ledger.parts.oldestUnclaimed(ledger.time));
        }
    }
}
