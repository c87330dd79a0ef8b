package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is written together: a message and the pushes that it owes.
 *
 * @param timeline where the message goes
 * @param messageId its id, made by the core: never used before
 * @param sender who sent it; null for the host itself, which is a sender like another
 * @param clientMessageId the client's id, not empty; with the sender it is the key of rule 3
 * @param fingerprint tells same content from other: two sends under one key are the same message if it is equal
 * @param body the message; the first byte is a format number, the rest is not the store's business
 * @param owes the pushes that it owes: none or one for a message
 */
public record Entry(
        Timeline timeline,
        MessageId messageId,
        @Nullable UserId sender,
        String clientMessageId,
        Bytes fingerprint,
        Bytes body,
        List<OwedPush> owes) {

    /** Copies the list and refuses null. */
    public Entry {
        Objects.requireNonNull(timeline, "timeline");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(clientMessageId, "clientMessageId");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(body, "body");
        owes = List.copyOf(owes);
    }
}
