package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.spi.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages, each once. Of what they owe it knows only whether it is over.
 *
 * <pre>
 * timelines      timeline -> sequence -> message
 * keys           (sender, client message id) -> message
 * ids            message id -> message
 * done           the messages without an open part, the oldest first: what is removed next; the first of a notification stands
 *                for all that is removed with it
 * conversations  {@link Conversations}
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class MessageLog {

    private static final NavigableMap<Long, Kept> NOTHING = Collections.emptyNavigableMap();

    private final Map<Timeline, Run> timelines = new HashMap<>();
    private final Map<Kept.Key, Kept> keys = new HashMap<>();
    private final Map<MessageId, Kept> ids = new HashMap<>();
    private final TreeSet<Kept> done = new TreeSet<>(Comparator.comparingLong((Kept message) -> message.order));
    private final Conversations conversations = new Conversations();
    private long added;

    /** Where a timeline begins: behind the last sequence of all that were emptied and forgotten, so that theirs grow too. */
    private long floor;

    /** What an entry is answered whose key is there: Repeated or Conflict; null if the key is free. */
    @Nullable
    AppendResult answerOfKey(Entry entry) {
        Kept first = keys.get(Kept.Key.of(entry));
        if (first == null) {
            return null;
        }
        StoredEntry stored = first.stored;
        return first.fingerprint.equals(entry.fingerprint())
                ? new AppendResult.Repeated(stored.messageId(), first.timeline, stored.sequence(), stored.storedAt())
                : new AppendResult.Conflict(stored.messageId());
    }

    boolean has(MessageId id) {
        return ids.containsKey(id);
    }

    @Nullable
    FoundMessage find(MessageId id) {
        Kept message = ids.get(id);
        if (message == null) {
            return null;
        }
        long number = message.numbers.isEmpty() ? 0 : message.numbers.get(0);
        return new FoundMessage(message.timeline, message.stored, message.expiresAt, number);
    }

    int size() {
        return ids.size();
    }

    /** Adds an entry whose key and id are free. */
    Kept add(Entry entry, Instant storedAt) {
        Run run = timelines.computeIfAbsent(entry.timeline(), unused -> new Run(floor));
        long sequence = ++run.last;
        Kept message = new Kept(
                added++, entry, new StoredEntry(sequence, entry.messageId(), entry.sender(), storedAt, entry.body()));
        boolean alone = entry.timeline().kind() != Timeline.Kind.NOTIFICATION || run.entries.isEmpty();
        if (!alone) {
            message.first = run.entries.firstEntry().getValue();
        }
        run.entries.put(sequence, message);
        keys.put(message.key, message);
        ids.put(entry.messageId(), message);
        if (alone) {
            done.add(message);
        }
        entry.owes().forEach(push -> conversations.add(push, entry.sender()));
        return message;
    }

    /** One more of the message's parts is open. */
    void opened(Kept message) {
        if (message.first.open++ == 0) {
            done.remove(message.first);
        }
    }

    /** One of the message's parts is not open any more. */
    void ended(Kept message) {
        if (--message.first.open == 0) {
            done.add(message.first);
        }
    }

    /** The oldest message that is old enough and has no open part; null if there is none. */
    @Nullable
    Kept oldestDone(Duration age, Instant now) {
        if (done.isEmpty()) {
            return null;
        }
        Kept oldest = done.first();
        return Duration.between(oldest.stored.storedAt(), now).compareTo(age) < 0 ? null : oldest;
    }

    /** The newer ones of an owed push's conversation; null if it is the newest. */
    @Nullable
    Superseded newer(long number) {
        return conversations.newer(number);
    }

    List<Kept> all(Timeline timeline) {
        return new ArrayList<>(entries(timeline).values());
    }

    /** Removes a message that has no open part. */
    void remove(Kept message) {
        done.remove(message);
        message.numbers.forEach(conversations::remove);
        keys.remove(message.key);
        ids.remove(message.stored.messageId());
        timelines.computeIfPresent(message.timeline, (unused, run) -> {
            run.entries.remove(message.stored.sequence());
            if (run.entries.isEmpty()) {
                floor = Math.max(floor, run.last);
                return null;
            }
            return run;
        });
    }

    /** The sequence of the newest entry; 0 if there is none. */
    long head(Timeline timeline) {
        NavigableMap<Long, Kept> entries = entries(timeline);
        return entries.isEmpty() ? 0 : entries.lastKey();
    }

    Page page(Timeline timeline, long after, int limit) {
        List<StoredEntry> read = new ArrayList<>();
        for (Kept message : entries(timeline).tailMap(after, false).values()) {
            if (read.size() == limit) {
                return new Page(read, true);
            }
            read.add(message.stored);
        }
        return new Page(read, false);
    }

    private NavigableMap<Long, Kept> entries(Timeline timeline) {
        Run run = timelines.get(timeline);
        return run == null ? NOTHING : run.entries;
    }

    /** What is left of a timeline, and the last sequence that was ever in it. */
    private static final class Run {

        private final NavigableMap<Long, Kept> entries = new TreeMap<>();
        private long last;

        private Run(long last) {
            this.last = last;
        }
    }
}
