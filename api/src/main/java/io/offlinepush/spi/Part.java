package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Priority;
import io.offlinepush.api.Timeline;
import java.time.Instant;

/**
 * A part of an owed push: what is taken, retried and settled.
 *
 * @param id which
 * @param messageId the message it is about
 * @param timeline where the message stands
 * @param sequence its place there
 * @param priority which goes first
 * @param storedAt when it was stored, in the store's time
 * @param expiresAt until when it may go out, in the store's time
 * @param body as appended in {@link OwedPush}
 * @param progress as last settled with {@link Settlement.Again} or {@link Settlement.Kept}; empty before
 * @param losses how many nodes in turn were lost while they held it, since it was appended or last settled: if any, it
 *     may have been pushed without anybody knowing
 */
public record Part(
        PartId id,
        MessageId messageId,
        Timeline timeline,
        long sequence,
        Priority priority,
        Instant storedAt,
        Instant expiresAt,
        Bytes body,
        Bytes progress,
        int losses) {}
