package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The result of {@link MessageStore#append} for one entry.
 *
 * <p>A later version may add results; a store keeps answering with those that it knows.
 */
public sealed interface AppendResult {

    /**
     * The message is stored, together with the pushes that it owes.
     *
     * @param messageId its id
     * @param timeline its timeline
     * @param sequence its sequence in the timeline
     * @param storedAt when it was stored, in the store's time, to the millisecond
     * @param parts the parts of the owed pushes, claimed by the appending node; empty if they are unclaimed, because
     *     the entry says so or the node was not live
     */
    record Stored(MessageId messageId, Timeline timeline, long sequence, Instant storedAt, List<Part> parts)
            implements AppendResult {
        /** Copies the list. */
        public Stored {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The key exists with the same fingerprint. Nothing was written.
     *
     * @param messageId the id of the first message
     * @param timeline its timeline
     * @param sequence its sequence in the timeline
     * @param storedAt the time when it was stored
     */
    record Repeated(MessageId messageId, Timeline timeline, long sequence, Instant storedAt) implements AppendResult {}

    /**
     * The key exists with another fingerprint. Nothing was written.
     *
     * @param messageId the id of the message that has the key
     */
    record Conflict(MessageId messageId) implements AppendResult {}

    /**
     * The store is at capacity. Nothing was written.
     *
     * @param retryAfter how long to wait before the next attempt
     */
    record Full(Duration retryAfter) implements AppendResult {}

    /**
     * The entry itself cannot be stored, and repeating it would not help: its message id or number was used before, or
     * its body is larger than the store accepts. Nothing was written.
     *
     * @param why the reason in a few words, without content
     */
    record Refused(String why) implements AppendResult {}
}
