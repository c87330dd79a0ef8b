package io.offlinepush.spi;

/**
 * The id of a part.
 *
 * @param number the number of the owed push
 * @param index the index of the part in that push, from 0; the push of a peer message has one part
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
