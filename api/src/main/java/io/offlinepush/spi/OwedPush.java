package io.offlinepush.spi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * The durable intent to push, stored together with a message. It becomes one {@link Part}.
 *
 * @param number its number, from {@link Outbox#numbers}
 * @param urgency the order among owed pushes when not all can be sent at once
 * @param expireAfter how long after the entry is stored it may be sent
 * @param conversation the name of its conversation. After an outage only the newest push of a conversation is sent
 *     ({@link Outbox#superseded}). At most {@value #MOST_CONVERSATION_BYTES} UTF-8 bytes, for example a hash in
 *     hexadecimal digits; empty if it is never superseded
 * @param body the content; the first byte is a format number, and the store does not read the rest
 */
public record OwedPush(long number, Urgency urgency, Duration expireAfter, String conversation, Bytes body) {

    /** The longest name of a conversation, in UTF-8 bytes. */
    public static final int MOST_CONVERSATION_BYTES = 64;

    /**
     * Refuses null.
     *
     * @throws IllegalArgumentException if the conversation's name is too long
     */
    public OwedPush {
        Objects.requireNonNull(urgency, "urgency");
        Objects.requireNonNull(expireAfter, "expireAfter");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(body, "body");
        int found = conversation.getBytes(StandardCharsets.UTF_8).length;
        if (found > MOST_CONVERSATION_BYTES) {
            throw new IllegalArgumentException(
                    "conversation must be at most " + MOST_CONVERSATION_BYTES + " bytes, found " + found);
        }
    }
}
