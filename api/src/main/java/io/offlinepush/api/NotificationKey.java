package io.offlinepush.api;

/**
 * The host's name for one of its notifications, often the host's message id.
 *
 * @param value 1 to 128 UTF-8 bytes (64 by default) with at least one visible character and without control characters,
 *     unique in the namespace of the store; for example {@code msg-4711}
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
