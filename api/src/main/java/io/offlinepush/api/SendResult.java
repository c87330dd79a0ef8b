package io.offlinepush.api;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@link Messages#send} answers. If the stage fails instead, the outcome is unknown: send again with the same client id.
 *
 * <p>More may come in a later version: take one that you do not know for a message that was not stored.
 */
public sealed interface SendResult {

    /**
     * The message is kept, and the push it owes is recorded with it.
     *
     * @param messageId its id
     * @param timeline where it stands
     * @param sequence its place there
     * @param storedAt when, in the store's time
     */
    record Stored(MessageId messageId, Timeline timeline, long sequence, Instant storedAt) implements SendResult {}

    /**
     * The same message with the same client id was stored before; nothing was stored or owed now.
     *
     * @param messageId the first one's id
     * @param timeline where it stands
     * @param sequence its place there
     * @param storedAt when it was stored, in the store's time
     */
    record Repeated(MessageId messageId, Timeline timeline, long sequence, Instant storedAt) implements SendResult {}

    /**
     * The client id was used before for another message; nothing was stored.
     *
     * @param messageId the id of the message that has it
     */
    record Conflict(MessageId messageId) implements SendResult {}

    /**
     * There is no room now; nothing was stored.
     *
     * @param retryAfter when to try again
     */
    record Overloaded(Duration retryAfter) implements SendResult {}
}
