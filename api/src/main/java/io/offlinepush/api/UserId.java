package io.offlinepush.api;

/**
 * A user of the host's system, named by the host (ZIM: userID).
 *
 * @param value 1 to 128 UTF-8 bytes with at least one visible character and without control characters; for example
 *     {@code bob}
 */
public record UserId(String value) implements Comparable<UserId> {

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public UserId {
        Check.id("userId", value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
