package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import java.time.Instant;

/**
 * A part of an owed push: the unit that is claimed, retried and settled.
 *
 * @param id its id
 * @param messageId the message that owes the push
 * @param timeline the message's timeline
 * @param sequence the message's sequence in that timeline
 * @param urgency the more urgent are claimed first
 * @param storedAt when the message was stored, in the store's time
 * @param expiresAt until when it may be sent, in the store's time
 * @param lane the vendor app that its devices belong to; empty while that is not known
 * @param scope its devices, as given in {@link NewPart}; empty for a part that came with its entry
 * @param body as appended in {@link OwedPush}
 * @param progress as last settled with {@link Settlement.Rescheduled}, {@link Settlement.Checkpoint},
 *     {@link Settlement.Split} or {@link Settlement.Dead}; empty before
 * @param losses how many nodes in turn were lost while they held it, since it was appended or last settled: if any, it
 *     may have been sent, and the result is lost with the node
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
