package io.offlinepush.spi;

import java.util.Arrays;

/**
 * Bytes that a store keeps and does not look into. Immutable: copied on the way in and on the way out.
 *
 * <p>They may hold message text, so {@link #toString} shows only how many there are.
 */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /**
     * A copy of these bytes.
     *
     * @param value what to copy
     * @return the bytes
     */
    public static Bytes copyOf(byte[] value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        return value.clone();
    }

    /**
     * How many.
     *
     * @return 0 or more
     */
    public int size() {
        return value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Bytes[" + value.length + "]";
    }
}
