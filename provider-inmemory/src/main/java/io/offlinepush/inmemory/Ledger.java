package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
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
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
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
    final StoreTime time;
    private final int capacity;
    private boolean closed;

    Ledger(StoreTime time, int capacity) {
        this.time = time;
        this.capacity = capacity;
    }

    /** Is the store open, what time is it, and who has died meanwhile? */
    Instant begin() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        time.read();
        for (NodeId node : leases.expire(time.ticks())) {
            parts.free(node, time.ticks());
        }
        return time.instant();
    }

    void close() {
        closed = true;
    }

    AppendResult append(Entry entry, @Nullable NodeId holder, Instant now) {
        byte[] packed = Packed.pack(entry);
        // The key comes first: a batch that is repeated as it is must meet its own entries, not its own message ids.
        AppendResult known = messages.answerOfKey(entry, packed);
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
        Kept message = messages.add(entry, packed, now);
        NodeId claimer = entry.claimed() ? holder : null;
        List<Part> owed = List.of();
        for (OwedPush owes : entry.owes()) {
            Push push = new Push(owes, now);
            numbers.use(push);
            messages.owe(message, push, owes, entry);
            Part part = partOf(owes, push, message, entry.messageId());
            open(part, message, claimer);
            owed = owed.isEmpty() ? List.of(part) : and(owed, part);
        }
        return new AppendResult.Stored(
                entry.messageId(), message.timeline, message.sequence, now, claimer == null ? List.of() : owed);
    }

    private static List<Part> and(List<Part> parts, Part another) {
        List<Part> more = new ArrayList<>(parts);
        more.add(another);
        return more;
    }

    private @Nullable String refusal(Entry entry) {
        if (messages.get(entry.messageId()) != null) {
            return "message id " + entry.messageId() + " was used before";
        }
        List<OwedPush> owes = entry.owes();
        for (int i = 0; i < owes.size(); i++) {
            long number = owes.get(i).number();
            if (!numbers.wasHandedOut(number)) {
                return "number " + number + " was never handed out";
            }
            boolean again = numbers.push(number) != null;
            for (int j = 0; j < i; j++) {
                again |= owes.get(j).number() == number;
            }
            if (again) {
                return "number " + number + " was used before";
            }
        }
        return null;
    }

    /**
     * Refuses new parts whose index was used before, in the store or in the batch; looks only at those that the node
     * would be allowed to write.
     */
    void checkNewParts(NodeId me, List<Settlement> batch) {
        Set<PartId> fresh = null;
        for (Settlement settlement : batch) {
            if (settlement instanceof Settlement.Split) {
                fresh = fresh == null ? new HashSet<>() : fresh;
                checkNewParts(me, settlement, fresh);
            }
        }
    }

    private void checkNewParts(NodeId me, Settlement settlement, Set<PartId> fresh) {
        PartId id = settlement.part();
        if (settlement instanceof Settlement.Split split && (parts.isHeld(me, id) || fresh.contains(id))) {
            for (NewPart part : split.parts()) {
                PartId made = new PartId(id.number(), part.index());
                Push push = numbers.push(id.number());
                if ((push != null && push.hasPart(made.index())) || !fresh.add(made)) {
                    throw new IllegalArgumentException("part " + made + " was there before");
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
            parts.reschedule(id, retry.lane(), time.ticksAfter(retry.after()));
        } else if (settlement instanceof Settlement.Checkpoint checkpoint) {
            parts.keep(id, checkpoint.progress());
        } else if (settlement instanceof Settlement.Split split) {
            Part parent = parts.keep(id, split.progress());
            for (NewPart part : split.parts()) {
                Part made = partOf(part, parent);
                Push push = numbers.push(id.number());
                if (push != null) {
                    push.addPart(part.index());
                }
                open(made, message, me);
            }
            if (split.last()) {
                end(id);
            }
        }
        if (!settlement.ends().equals(Settlement.Ends.NONE)) {
            ends.add(message, id, now, settlement.ends());
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
                null);
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
        for (Push push = message.push; push != null; push = push.next) {
            for (PartId part : numbers.forget(push)) {
                end(part);
                dead.remove(part);
            }
        }
        ends.forget(message);
        messages.remove(message);
    }

    private void open(Part part, Kept message, @Nullable NodeId holder) {
        parts.add(part, message, holder, time.ticks());
        messages.opened(message);
    }

    private void end(PartId part) {
        Kept message = parts.remove(part);
        if (message != null) {
            messages.ended(message);
        }
    }

    private static Part partOf(OwedPush owes, Push push, Kept message, MessageId messageId) {
        return new Part(
                new PartId(push.number, 0),
                messageId,
                message.timeline,
                message.sequence,
                owes.urgency(),
                message.storedAt,
                push.expiresAt,
                "",
                Bytes.EMPTY,
                owes.body(),
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
