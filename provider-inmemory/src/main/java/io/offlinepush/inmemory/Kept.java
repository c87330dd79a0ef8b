package io.offlinepush.inmemory;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.StoredEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that is kept, with all that it takes to remove it again.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Kept {

    /** Grows from message to message, and with it the time of storing. */
    final long order;

    final Key key;
    final Bytes fingerprint;
    final Timeline timeline;
    final StoredEntry stored;

    /** Of the pushes that it owes, or owed. */
    final List<Long> numbers;

    /** Until when the push that it owes might go out; null if it never owed one. */
    final @Nullable Instant expiresAt;

    /** The first of those that are removed together: itself, but for what stands behind the first entry of a notification. */
    Kept first = this;

    /** How many parts of those that are removed together have not ended. */
    int open;

    Kept(long order, Entry entry, StoredEntry stored) {
        this.order = order;
        this.key = Key.of(entry);
        this.fingerprint = entry.fingerprint();
        this.timeline = entry.timeline();
        this.stored = stored;
        this.expiresAt = entry.owes().stream()
                .map(push -> stored.storedAt().plus(push.expireAfter()))
                .findFirst()
                .orElse(null);
        this.numbers = entry.owes().stream().map(OwedPush::number).toList();
    }

    /** The key of rule 3. */
    record Key(@Nullable UserId sender, String clientMessageId) {
        static Key of(Entry entry) {
            return new Key(entry.sender(), entry.clientMessageId());
        }
    }
}
