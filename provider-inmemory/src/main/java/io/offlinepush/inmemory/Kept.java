package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.StoredEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is kept, with all that it takes to remove it again. Nothing of the caller's stays in it: its entry is
 * {@link Packed}.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Kept {

    /** Grows from message to message, and with it the time of storing. */
    final long order;

    final long sequence;
    final Timeline timeline;
    final Instant storedAt;
    final byte[] packed;
    final int idHash;
    final int keyHash;

    /**
     * The first of those that are removed together: itself, but for what stands behind the first entry of a
     * notification.
     */
    Kept first = this;

    /** How many parts of those that are removed together have not ended. */
    int open;

    /** The first of the pushes that it owes, or owed; null if it never owed one. */
    @Nullable
    Push push;

    /** The last of its ends, in a ring: the first is behind it. Null if there is none. */
    Ends.@Nullable End lastEnd;

    // Neighbours among all messages, in their order; see MessageLog.
    @Nullable
    Kept older;

    @Nullable
    Kept younger;

    /** Old enough to be removed, but for an open part: not among its neighbours any more. */
    boolean overdue;

    Kept(long order, Timeline timeline, long sequence, Instant storedAt, Entry entry, byte[] packed) {
        this.order = order;
        this.timeline = timeline;
        this.sequence = sequence;
        this.storedAt = storedAt;
        this.packed = packed;
        this.idHash = hash(entry.messageId());
        this.keyHash = hashOfKey(entry);
    }

    static int hash(MessageId id) {
        return id.value().hashCode();
    }

    /** The hash of the key of rule 3. */
    static int hashOfKey(Entry entry) {
        return 31 * entry.clientMessageId().hashCode()
                + (entry.sender() == null ? 0 : entry.sender().value().hashCode());
    }

    MessageId messageId() {
        return Packed.messageId(packed);
    }

    StoredEntry stored() {
        return new StoredEntry(sequence, messageId(), Packed.sender(packed), storedAt, Packed.body(packed));
    }
}
