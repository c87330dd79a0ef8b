package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.StoredEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages, each once, and nothing of what they owe.
 *
 * <pre>
 * timelines  timeline -> sequence -> entry
 * keys       (sender, client message id) -> the message that has it, with its fingerprint
 * ids        the message ids that are there
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class MessageLog {

    private static final NavigableMap<Long, StoredEntry> NOTHING = Collections.emptyNavigableMap();

    private final Map<Timeline, NavigableMap<Long, StoredEntry>> timelines = new HashMap<>();
    private final Map<Key, Keyed> keys = new HashMap<>();
    private final Set<MessageId> ids = new HashSet<>();

    /** What an entry is answered whose key is there: Repeated or Conflict; null if the key is free. */
    @Nullable
    AppendResult answerOfKey(Entry entry) {
        Keyed first = keys.get(Key.of(entry));
        if (first == null) {
            return null;
        }
        return first.fingerprint().equals(entry.fingerprint())
                ? new AppendResult.Repeated(first.messageId(), first.timeline(), first.sequence(), first.storedAt())
                : new AppendResult.Conflict(first.messageId());
    }

    boolean has(MessageId id) {
        return ids.contains(id);
    }

    int size() {
        return ids.size();
    }

    /** Adds an entry whose key and id are free. Its sequence. */
    long add(Entry entry, Instant storedAt) {
        NavigableMap<Long, StoredEntry> entries =
                timelines.computeIfAbsent(entry.timeline(), unused -> new TreeMap<>());
        long sequence = head(entry.timeline()) + 1;
        entries.put(sequence, new StoredEntry(sequence, entry.messageId(), entry.sender(), storedAt, entry.body()));
        keys.put(
                Key.of(entry), new Keyed(entry.messageId(), entry.timeline(), sequence, storedAt, entry.fingerprint()));
        ids.add(entry.messageId());
        return sequence;
    }

    /** The sequence of the newest entry; 0 if there is none. */
    long head(Timeline timeline) {
        NavigableMap<Long, StoredEntry> entries = timelines.getOrDefault(timeline, NOTHING);
        return entries.isEmpty() ? 0 : entries.lastKey();
    }

    Page page(Timeline timeline, long after, int limit) {
        List<StoredEntry> read = new ArrayList<>();
        for (StoredEntry entry :
                timelines.getOrDefault(timeline, NOTHING).tailMap(after, false).values()) {
            if (read.size() == limit) {
                return new Page(read, true);
            }
            read.add(entry);
        }
        return new Page(read, false);
    }

    private record Key(UserId sender, String clientMessageId) {
        static Key of(Entry entry) {
            return new Key(entry.sender(), entry.clientMessageId());
        }
    }

    private record Keyed(MessageId messageId, Timeline timeline, long sequence, Instant storedAt, Bytes fingerprint) {}
}
