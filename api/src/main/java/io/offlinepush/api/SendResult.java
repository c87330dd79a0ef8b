package io.offlinepush.api;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of {@link Messages#send}. If the stage fails instead, the outcome is unknown: send again with the same
 * client message id.
 *
 * <p>A later version may add results. Treat an unknown one as "not stored".
 */
public sealed interface SendResult {

    /**
     * The message is stored together with the push that it owes.
     *
     * @param messageId the id of the message
     * @param timeline the timeline that the message was appended to
     * @param sequence the sequence of the message in that timeline
     * @param storedAt the time of the append, in the store's time
     */
    record Stored(MessageId messageId, Timeline timeline, long sequence, Instant storedAt) implements SendResult {}

    /**
     * The same message was stored before under this client message id. Nothing was stored or owed now.
     *
     * @param messageId the id of the stored message
     * @param timeline its timeline
     * @param sequence its sequence in that timeline
     * @param storedAt the time when it was stored, in the store's time
     */
    record Repeated(MessageId messageId, Timeline timeline, long sequence, Instant storedAt) implements SendResult {}

    /**
     * The client message id was used before for another message. Nothing was stored.
     *
     * @param messageId the id of the message that has this client message id
     */
    record Conflict(MessageId messageId) implements SendResult {}

    /**
     * The instance is at capacity. Nothing was stored.
     *
     * @param retryAfter how long to wait before the next attempt
     */
    record Overloaded(Duration retryAfter) implements SendResult {}
}
