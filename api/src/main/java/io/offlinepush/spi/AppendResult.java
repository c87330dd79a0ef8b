package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What {@link MessageStore#append} did with one entry.
 *
 * <p>More may come in a later version; a store goes on answering with those that it knows.
 */
public sealed interface AppendResult {

    /**
     * The message is stored, together with the pushes that it owes.
     *
     * @param messageId its id
     * @param timeline its timeline
     * @param sequence its sequence in the timeline
     * @param storedAt when it was stored, in the store's time, to the millisecond
     * @param parts the parts of the owed pushes, claimed by the appending node; empty if they are unclaimed, because the
     *     entry says so or the node was not live
     */
    record Stored(MessageId messageId, Timeline timeline, long sequence, Instant storedAt, List<Part> parts)
            implements AppendResult {
        /** Copies the list. */
        public Stored {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The key was there with the same fingerprint; nothing was written.
     *
     * @param messageId the first message's id
     * @param timeline where it stands
     * @param sequence its place there
     * @param storedAt when it was stored
     */
    record Repeated(MessageId messageId, Timeline timeline, long sequence, Instant storedAt) implements AppendResult {}

    /**
     * The key was there with another fingerprint; nothing was written.
     *
     * @param messageId the id of the message that has the key
     */
    record Conflict(MessageId messageId) implements AppendResult {}

    /**
     * There is no room; nothing was written.
     *
     * @param retryAfter when there may be
     */
    record Full(Duration retryAfter) implements AppendResult {}

    /**
     * The entry itself cannot be stored, and a repetition would not help: a message id or a number that was used before,
     * a body larger than the store takes. Nothing was written.
     *
     * @param why in a few words without content
     */
    record Refused(String why) implements AppendResult {}
}
