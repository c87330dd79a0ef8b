package io.offlinepush.spi;

import java.util.Objects;

/**
 * One running process of the library. Each start makes a new random id.
 *
 * @param value 1 to 64 characters, for example {@code 8c0f3a5be1d94f6aa0c4b1f2d3e4a5b6}
 */
public record NodeId(String value) {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is empty or longer than 64 characters
     */
    public NodeId {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > 64) {
            throw new IllegalArgumentException("node id must have 1 to 64 characters, found " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
