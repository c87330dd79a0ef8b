package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages, each once. Of what they owe it knows only whether it is over.
 *
 * <pre>
 * timelines      timeline -> its messages by sequence
 * keys           (sender, client message id) -> message
 * ids            message id -> message
 * oldest .. youngest  all messages in their order; the first of a notification stands for all that is removed with it
 * overdue        those that were found old enough to be removed while a part was open, once it is not: the oldest first
 * conversations  {@link Conversations}
 * </pre>
 *
 * <p>An open part costs a message nothing until it is old enough to be removed: then it leaves its neighbours, so that
 * it holds up none of them.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class MessageLog {

    private final Index<Run> timelines = new Index<>() {
        @Override
        int hash(Run run) {
            return run.timeline.hashCode();
        }
    };
    private final Index<Kept> keys = new Index<>() {
        @Override
        int hash(Kept message) {
            return message.keyHash;
        }
    };
    private final Index<Kept> ids = new Index<>() {
        @Override
        int hash(Kept message) {
            return message.idHash;
        }
    };
    private final TreeSet<Kept> overdue = new TreeSet<>(Comparator.comparingLong((Kept message) -> message.order));
    private final Conversations conversations = new Conversations();
    private @Nullable Kept oldest;
    private @Nullable Kept youngest;
    private long added;

    /**
     * Where a timeline begins: behind the last sequence of all that were emptied and forgotten, so that theirs grow
     * too.
     */
    private long floor;

    /** What an entry is answered whose key is there: Repeated or Conflict; null if the key is free. */
    @Nullable
    AppendResult answerOfKey(Entry entry, byte[] packed) {
        Kept first;
        for (int slot = keys.start(Kept.hashOfKey(entry)); (first = keys.at(slot)) != null; slot = keys.next(slot)) {
            if (Packed.haveOneKey(first.packed, packed)) {
                return Packed.haveOneFingerprint(first.packed, packed)
                        ? new AppendResult.Repeated(first.messageId(), first.timeline, first.sequence, first.storedAt)
                        : new AppendResult.Conflict(first.messageId());
            }
        }
        return null;
    }

    /** The message with an id; null if there is none. */
    @Nullable
    Kept get(MessageId id) {
        byte[] wanted = null;
        int hash = Kept.hash(id);
        Kept message;
        for (int slot = ids.start(hash); (message = ids.at(slot)) != null; slot = ids.next(slot)) {
            if (message.idHash == hash) {
                wanted = wanted == null ? Packed.utf8(id.value()) : wanted;
                if (Packed.hasMessageId(message.packed, wanted)) {
                    return message;
                }
            }
        }
        return null;
    }

    @Nullable
    FoundMessage find(MessageId id) {
        Kept message = get(id);
        if (message == null) {
            return null;
        }
        Push push = message.push;
        return push == null
                ? new FoundMessage(message.timeline, message.stored(), null, 0)
                : new FoundMessage(message.timeline, message.stored(), push.expiresAt, push.number);
    }

    int size() {
        return ids.size();
    }

    /** Adds an entry whose key and id are free; what it owes follows with {@link #owe}. */
    Kept add(Entry entry, byte[] packed, Instant storedAt) {
        Run run = run(entry.timeline());
        if (run == null) {
            run = new Run(entry.timeline(), floor);
            timelines.add(run);
        }
        Kept message = new Kept(added++, run.timeline, run.next(), storedAt, entry, packed);
        if (run.timeline.kind() == Timeline.Kind.NOTIFICATION && !run.isEmpty()) {
            message.first = run.first();
        } else {
            link(message);
        }
        run.add(message);
        keys.add(message);
        ids.add(message);
        return message;
    }

    /** The message owes one more push, which is the newest of its conversation. */
    void owe(Kept message, Push push, OwedPush owed, Entry entry) {
        Push last = message.push;
        if (last == null) {
            message.push = push;
        } else {
            while (last.next != null) {
                last = last.next;
            }
            last.next = push;
        }
        conversations.add(push, owed.conversation(), entry.sender());
    }

    /** One more of the message's parts is open. */
    void opened(Kept message) {
        Kept first = message.first;
        if (first.open++ == 0 && first.overdue) {
            overdue.remove(first);
        }
    }

    /** One of the message's parts is not open any more. */
    void ended(Kept message) {
        Kept first = message.first;
        if (--first.open == 0 && first.overdue) {
            overdue.add(first);
        }
    }

    /** The oldest message that is old enough and has no open part; null if there is none. */
    @Nullable
    Kept oldestDone(Duration age, Instant now) {
        while (oldest != null && oldest.open > 0 && isOld(oldest, age, now)) {
            Kept held = oldest;
            unlink(held);
            held.overdue = true;
        }
        Kept next = oldest != null && isOld(oldest, age, now) ? oldest : null;
        // What is overdue was older than another age, maybe.
        Kept late = overdue.isEmpty() || !isOld(overdue.first(), age, now) ? null : overdue.first();
        return next == null || (late != null && late.order < next.order) ? late : next;
    }

    private static boolean isOld(Kept message, Duration age, Instant now) {
        return Duration.between(message.storedAt, now).compareTo(age) >= 0;
    }

    Conversations conversations() {
        return conversations;
    }

    List<Kept> all(Timeline timeline) {
        Run run = run(timeline);
        return run == null ? List.of() : run.after(0, Integer.MAX_VALUE);
    }

    /** Removes a message that has no open part. */
    void remove(Kept message) {
        if (message.overdue) {
            overdue.remove(message);
        } else if (message.first == message) {
            unlink(message);
        }
        for (Push push = message.push; push != null; push = push.next) {
            conversations.remove(push);
        }
        keys.remove(message);
        ids.remove(message);
        Run run = run(message.timeline);
        if (run != null) {
            run.remove(message);
            if (run.isEmpty()) {
                floor = Math.max(floor, run.last());
                timelines.remove(run);
            }
        }
    }

    /** The sequence of the newest entry; 0 if there is none. */
    long head(Timeline timeline) {
        Run run = run(timeline);
        return run == null ? 0 : run.head();
    }

    Page page(Timeline timeline, long after, int limit) {
        Run run = run(timeline);
        if (run == null) {
            return new Page(List.of(), false);
        }
        List<Kept> found = run.after(after, limit + 1);
        boolean more = found.size() > limit;
        List<StoredEntry> read = new ArrayList<>(found.size());
        for (Kept message : more ? found.subList(0, limit) : found) {
            read.add(message.stored());
        }
        return new Page(read, more);
    }

    /** The messages of a timeline; null if it has none. */
    private @Nullable Run run(Timeline timeline) {
        Run run;
        for (int slot = timelines.start(timeline.hashCode());
                (run = timelines.at(slot)) != null;
                slot = timelines.next(slot)) {
            if (run.timeline.equals(timeline)) {
                return run;
            }
        }
        return null;
    }

    private void link(Kept message) {
        message.older = youngest;
        if (youngest == null) {
            oldest = message;
        } else {
            youngest.younger = message;
        }
        youngest = message;
    }

    private void unlink(Kept message) {
        Kept older = message.older;
        Kept younger = message.younger;
        if (older == null) {
            oldest = younger;
        } else {
            older.younger = younger;
        }
        if (younger == null) {
            youngest = older;
        } else {
            younger.older = older;
        }
        message.older = null;
        message.younger = null;
    }
}
