package io.offlinepush.api;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@link Notifications#notify} answers. If the stage fails instead, the outcome is unknown: notify again with the same
 * key.
 *
 * <p>More may come in a later version: take one that you do not know for a push that is not owed.
 */
public sealed interface NotifyResult {

    /**
     * The push is owed.
     *
     * @param messageId what {@link Diagnostics#trace} knows it by
     * @param storedAt when it was stored, in the store's time
     */
    record Owed(MessageId messageId, Instant storedAt) implements NotifyResult {}

    /**
     * The same notification was there under this key; nothing is owed now, also if it was withdrawn.
     *
     * @param messageId the first one's id
     * @param storedAt when it was stored, in the store's time
     */
    record Repeated(MessageId messageId, Instant storedAt) implements NotifyResult {}

    /**
     * The key was used before for another notification; nothing was stored.
     *
     * @param messageId the id of the one that has it
     */
    record Conflict(MessageId messageId) implements NotifyResult {}

    /**
     * There is no room now; nothing was stored.
     *
     * @param retryAfter when to try again
     */
    record Overloaded(Duration retryAfter) implements NotifyResult {}
}
