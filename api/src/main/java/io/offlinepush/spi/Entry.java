package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message and the pushes that it owes, which are written together.
 *
 * @param timeline the timeline that the message is appended to
 * @param messageId its id, made by the core: never used before
 * @param sender the user who sent it; null for the host itself, which is a sender like another
 * @param clientMessageId the client's id, not empty; with the sender it is the key of rule 3
 * @param fingerprint equal for two sends under one key exactly if they have the same content
 * @param body the message; the first byte is a format number, and the store does not read the rest
 * @param owes the pushes that it owes: none or one for a message
 * @param claimed whether the appending node, if it is live, claims the parts that the entry owes. If false they are
 *     unclaimed from the start, and any node may claim them at once
 */
public record Entry(
        Timeline timeline,
        MessageId messageId,
        @Nullable UserId sender,
        String clientMessageId,
        Bytes fingerprint,
        Bytes body,
        List<OwedPush> owes,
        boolean claimed) {

    /** Copies the list and refuses null. */
    public Entry {
        Objects.requireNonNull(timeline, "timeline");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(clientMessageId, "clientMessageId");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(body, "body");
        owes = List.copyOf(owes);
    }

    /**
     * An entry whose parts the appending node claims.
     *
     * @param timeline the timeline that the message is appended to
     * @param messageId its id, made by the core: never used before
     * @param sender the user who sent it; null for the host itself
     * @param clientMessageId the client's id, not empty
     * @param fingerprint equal for two sends under one key exactly if they have the same content
     * @param body the message
     * @param owes the pushes that it owes
     */
    public Entry(
            Timeline timeline,
            MessageId messageId,
            @Nullable UserId sender,
            String clientMessageId,
            Bytes fingerprint,
            Bytes body,
            List<OwedPush> owes) {
        this(timeline, messageId, sender, clientMessageId, fingerprint, body, owes, true);
    }
}
