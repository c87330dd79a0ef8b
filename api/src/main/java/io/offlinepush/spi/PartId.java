package io.offlinepush.spi;

/**
 * Which part of which owed push.
 *
 * @param number the owed push's number
 * @param index which of its parts, from 0; a peer message has one
 */
public record PartId(long number, int index) implements Comparable<PartId> {

    @Override
    public int compareTo(PartId other) {
        int byNumber = Long.compare(number, other.number);
        return byNumber == 0 ? Integer.compare(index, other.index) : byNumber;
    }

    @Override
    public String toString() {
        return number + "." + index;
    }
}
