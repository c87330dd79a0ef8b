package io.offlinepush.api;

/**
 * The id of a message. The library makes it before the message is stored: 128 bits, ordered by time, 26 characters of
 * Crockford's base 32.
 *
 * @param value 1 to 128 UTF-8 bytes with at least one visible character and without control characters; for example
 *     {@code 01JDH2Q6V9M3T0F5C8E7A1B2CD}
 */
public record MessageId(String value) implements Comparable<MessageId> {

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public MessageId {
        Check.id("messageId", value);
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
