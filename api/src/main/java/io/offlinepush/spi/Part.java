package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import java.time.Instant;

/**
 * A part of an owed push: what is taken, retried and settled.
 *
 * @param id which
 * @param messageId the message it is about
 * @param timeline where the message stands
 * @param sequence its place there
 * @param urgency which goes first
 * @param storedAt when it was stored, in the store's time
 * @param expiresAt until when it may go out, in the store's time
 * @param lane the vendor app that its devices belong to; empty while that is not known
 * @param scope whom it is for, as given in {@link NewPart}; empty for a part that came with its entry
 * @param body as appended in {@link OwedPush}
 * @param progress as last settled with {@link Settlement.Rescheduled}, {@link Settlement.Checkpoint}, {@link Settlement.Split} or
 *     {@link Settlement.Dead}; empty before
 * @param losses how many nodes in turn were lost while they held it, since it was appended or last settled: if any, it
 *     may have been pushed without anybody knowing
 */
public record Part(
        PartId id,
        MessageId messageId,
        Timeline timeline,
        long sequence,
        Urgency urgency,
        Instant storedAt,
        Instant expiresAt,
        String lane,
        Bytes scope,
        Bytes body,
        Bytes progress,
        int losses) {}
