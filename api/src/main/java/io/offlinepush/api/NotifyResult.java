package io.offlinepush.api;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of {@link Notifications#notify}. If the stage fails instead, the outcome is unknown: call again with the
 * same key.
 *
 * <p>A later version may add results. Treat an unknown one as "not owed".
 */
public sealed interface NotifyResult {

    /**
     * The push is owed.
     *
     * @param messageId the id under which {@link Diagnostics#trace} finds the push
     * @param storedAt the time when the push was stored, in the store's time
     */
    record Owed(MessageId messageId, Instant storedAt) implements NotifyResult {}

    /**
     * The same notification was stored before under this key, and may have been withdrawn since. Nothing is owed now.
     *
     * @param messageId the id of the stored notification
     * @param storedAt the time when it was stored, in the store's time
     */
    record Repeated(MessageId messageId, Instant storedAt) implements NotifyResult {}

    /**
     * The key was used before for another notification. Nothing was stored.
     *
     * @param messageId the id of the notification that has the key
     */
    record Conflict(MessageId messageId) implements NotifyResult {}

    /**
     * The instance is at capacity. Nothing was stored.
     *
     * @param retryAfter how long to wait before the next attempt
     */
    record Overloaded(Duration retryAfter) implements NotifyResult {}
}
