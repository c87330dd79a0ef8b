package io.offlinepush.api;

/**
 * What a host calls a notification of its own: often the id that its message has there.
 *
 * @param value 1 to 128 UTF-8 bytes (64 by default) that show something, without control characters, unique for the
 *     namespace of the store; for example {@code msg-4711}
 */
public record NotificationKey(String value) implements Comparable<NotificationKey> {

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public NotificationKey {
        Check.id("notificationKey", value);
    }

    @Override
    public int compareTo(NotificationKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
