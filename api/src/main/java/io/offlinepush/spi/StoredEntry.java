package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored message in its timeline.
 *
 * @param sequence its sequence in the timeline
 * @param messageId its id
 * @param sender the user who sent it; null for the host itself
 * @param storedAt the time when it was stored, in the store's time
 * @param body the body as appended
 */
public record StoredEntry(
        long sequence, MessageId messageId, @Nullable UserId sender, Instant storedAt, Bytes body) {}
