package io.offlinepush.api;

/**
 * A group of users, kept by the host (ZIM: groupID).
 *
 * @param value 1 to 128 UTF-8 bytes with at least one visible character and without control characters; for example
 *     {@code team-42}
 */
public record GroupId(String value) implements Comparable<GroupId> {

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public GroupId {
        Check.id("groupId", value);
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
