package io.offlinepush.spi;

import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes that a store keeps without reading them. Immutable: copied when they are made and when they are read.
 *
 * <p>They may contain message text, so {@link #toString} shows only their number.
 */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /**
     * A copy of an array.
     *
     * @param value the array to copy
     * @return the bytes
     */
    public static Bytes copyOf(byte[] value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /**
     * A copy of a part of an array.
     *
     * @param value the array
     * @param from the index of the first byte
     * @param to the index behind the last byte
     * @return the bytes
     * @throws IndexOutOfBoundsException if the array has no such part
     */
    public static Bytes copyOf(byte[] value, int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /**
     * Copies the bytes into an array.
     *
     * @param target the array
     * @param at the index of the first byte there
     * @throws IndexOutOfBoundsException if the array is too short
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(value, 0, target, at, value.length);
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
     * The number of bytes.
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
