package io.offlinepush.inmemory;

import io.offlinepush.api.Timeline;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows, and the steps that change more than one piece of it. Arguments are checked by then.
 *
 * <pre>
 * messages  {@link MessageLog}  timelines, keys and message ids
 * parts     {@link OpenParts}   what is owed: by holder, ready, waiting
 * dead      {@link DeadParts}   what is kept aside
 * ends      {@link Ends}        how it ended, for a day
 * numbers   {@link Numbers}     of the pushes, and their parts
 * leases    {@link Leases}      who is live
 * cursors   {@link MemoryCursors}  with a lock of their own, taken after this one
 * </pre>
 *
 * <p>Not safe for several threads: it is the store's lock. Every operation begins with {@link #begin}.
 */
final class Ledger {

    /** Room comes with a retention step, and there is no better guess when. */
    private static final Duration RETRY_WHEN_FULL = Duration.ofMinutes(1);

    final MessageLog messages = new MessageLog();
    final OpenParts parts = new OpenParts();
    final DeadParts dead = new DeadParts();
    final Ends ends = new Ends();
    final Numbers numbers = new Numbers();
    final Leases leases = new Leases();
    final MemoryCursors cursors = new MemoryCursors(this);
    private final StoreTime time;
    private final int capacity;
    private boolean closed;

    Ledger(InstantSource clock, int capacity) {
        this.time = new StoreTime(clock);
        this.capacity = capacity;
    }

    /** Is the store open, what time is it, and who has died meanwhile? */
    Instant begin() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        Instant now = time.now();
        leases.expire(now).forEach(node -> parts.free(node, now));
        return now;
    }

    void close() {
        closed = true;
    }

    AppendResult append(Entry entry, @Nullable NodeId holder, Instant now) {
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
        Kept message = messages.add(entry, now);
        List<Part> owed = new ArrayList<>();
        NodeId claimer = entry.claimed() ? holder : null;
        for (OwedPush push : entry.owes()) {
            numbers.use(push.number());
            Part part = partOf(push, message);
            open(part, message, claimer, now);
            owed.add(part);
        }
        return new AppendResult.Stored(
                entry.messageId(),
                entry.timeline(),
                message.stored.sequence(),
                now,
                claimer == null ? List.of() : owed);
    }

    private @Nullable String refusal(Entry entry) {
        if (messages.has(entry.messageId())) {
            return "message id " + entry.messageId() + " was used before";
        }
        Set<Long> named = new HashSet<>();
        for (OwedPush push : entry.owes()) {
            if (!numbers.wasHandedOut(push.number())) {
                return "number " + push.number() + " was never handed out";
            }
            if (numbers.isUsed(push.number()) || !named.add(push.number())) {
                return "number " + push.number() + " was used before";
            }
        }
        return null;
    }

    /**
     * Refuses new parts whose index was used before, in the store or in the batch; looks only at those that the node would
     * be allowed to write.
     */
    void checkNewParts(NodeId me, List<Settlement> batch) {
        Set<PartId> fresh = new HashSet<>();
        for (Settlement settlement : batch) {
            PartId id = settlement.part();
            if (settlement instanceof Settlement.Split split && (parts.isHeld(me, id) || fresh.contains(id))) {
                for (NewPart part : split.parts()) {
                    PartId made = new PartId(id.number(), part.index());
                    if (numbers.isUsed(made) || !fresh.add(made)) {
                        throw new IllegalArgumentException("part " + made + " was there before");
                    }
                }
            }
        }
    }

    /** False if the node does not hold the part; then nothing changes. */
    boolean settle(NodeId me, Settlement settlement, Instant now) {
        PartId id = settlement.part();
        Kept message = parts.message(id);
        if (message == null || !parts.isHeld(me, id)) {
            return false;
        }
        if (settlement instanceof Settlement.Completed) {
            end(id);
        } else if (settlement instanceof Settlement.Dead died) {
            dead.add(new DeadPart(parts.keep(id, died.progress()), died.reason(), now), message);
            end(id);
        } else if (settlement instanceof Settlement.Rescheduled retry) {
            parts.keep(id, retry.progress());
            parts.reschedule(id, retry.lane(), now.plus(retry.after()));
        } else if (settlement instanceof Settlement.Checkpoint checkpoint) {
            parts.keep(id, checkpoint.progress());
        } else if (settlement instanceof Settlement.Split split) {
            Part parent = parts.keep(id, split.progress());
            for (NewPart part : split.parts()) {
                Part made = partOf(part, parent);
                numbers.use(made.id());
                open(made, message, me, now);
            }
            if (split.last()) {
                end(id);
            }
        }
        if (!settlement.ends().equals(Settlement.Ends.NONE)) {
            ends.add(message.stored.messageId(), new SettledEnd(now, id, settlement.ends()));
        }
        return true;
    }

    /** False if the part is not dead; then nothing changes. */
    boolean requeue(PartId id, Duration expireAfter, Instant now) {
        DeadParts.Dead one = dead.remove(id);
        if (one == null) {
            return false;
        }
        Part part = one.part().part();
        open(
                new Part(
                        id,
                        part.messageId(),
                        part.timeline(),
                        part.sequence(),
                        part.urgency(),
                        part.storedAt(),
                        now.plus(expireAfter),
                        part.lane(),
                        part.scope(),
                        part.body(),
                        part.progress(),
                        part.losses()),
                one.message(),
                null,
                now);
        return true;
    }

    /** Removes messages that are old enough and owe nothing any more. How many. */
    int removeOlderThan(Duration age, int most, Instant now) {
        for (int removed = 0; removed < most; removed++) {
            Kept message = messages.oldestDone(age, now);
            if (message == null) {
                return removed;
            }
            if (message.timeline.kind() == Timeline.Kind.NOTIFICATION) {
                removeAll(message.timeline);
                cursors.forget(message.timeline);
            } else {
                remove(message);
            }
        }
        return most;
    }

    /** Removes every message of a timeline, whatever it still owes. */
    void removeAll(Timeline timeline) {
        List<Kept> all = messages.all(timeline);
        // The first, which stands for the others, last.
        for (int i = all.size() - 1; i >= 0; i--) {
            remove(all.get(i));
        }
    }

    private void remove(Kept message) {
        for (long number : message.numbers) {
            for (PartId part : numbers.forget(number)) {
                end(part);
                dead.remove(part);
            }
        }
        ends.forget(message.stored.messageId());
        messages.remove(message);
    }

    private void open(Part part, Kept message, @Nullable NodeId holder, Instant now) {
        parts.add(part, message, holder, now);
        messages.opened(message);
    }

    private void end(PartId part) {
        Kept message = parts.remove(part);
        if (message != null) {
            messages.ended(message);
        }
    }

    private static Part partOf(OwedPush push, Kept message) {
        return new Part(
                new PartId(push.number(), 0),
                message.stored.messageId(),
                message.timeline,
                message.stored.sequence(),
                push.urgency(),
                message.stored.storedAt(),
                message.stored.storedAt().plus(push.expireAfter()),
                "",
                Bytes.EMPTY,
                push.body(),
                Bytes.EMPTY,
                0);
    }

    private static Part partOf(NewPart part, Part parent) {
        return new Part(
                new PartId(parent.id().number(), part.index()),
                parent.messageId(),
                parent.timeline(),
                parent.sequence(),
                parent.urgency(),
                parent.storedAt(),
                parent.expiresAt(),
                part.lane(),
                part.scope(),
                parent.body(),
                Bytes.EMPTY,
                0);
    }
}
