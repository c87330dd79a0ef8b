package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands in its timeline.
 *
 * @param sequence its place
 * @param messageId its id
 * @param sender who sent it; null for the host itself
 * @param storedAt when it was stored, in the store's time
 * @param body as appended
 */
public record StoredEntry(
        long sequence, MessageId messageId, @Nullable UserId sender, Instant storedAt, Bytes body) {}
