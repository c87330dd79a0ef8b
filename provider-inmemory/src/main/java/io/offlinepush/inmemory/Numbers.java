package io.offlinepush.inmemory;

import io.offlinepush.spi.PartId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The numbers of owed pushes, and which parts each of them has had.
 *
 * <pre>
 * used   the numbers that stand in some message
 * split  number -> the indexes of the parts that came out of it; part 0 came with the message
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Numbers {

    private final Set<Long> used = new HashSet<>();
    private final Map<Long, Set<Integer>> split = new HashMap<>();
    private long next = 1;

    /** The first of a block. */
    long handOut(int count) {
        long first = next;
        next += count;
        return first;
    }

    boolean wasHandedOut(long number) {
        return number >= 1 && number < next;
    }

    boolean isUsed(long number) {
        return used.contains(number);
    }

    void use(long number) {
        used.add(number);
    }

    boolean isUsed(PartId part) {
        return part.index() == 0 || split.getOrDefault(part.number(), Set.of()).contains(part.index());
    }

    /** A part that comes out of another one. */
    void use(PartId part) {
        split.computeIfAbsent(part.number(), unused -> new HashSet<>()).add(part.index());
    }

    /** Every part that the number has had; it is free again, but never handed out. */
    List<PartId> forget(long number) {
        List<PartId> parts = new ArrayList<>();
        parts.add(new PartId(number, 0));
        Set<Integer> indexes = split.remove(number);
        if (indexes != null) {
            indexes.forEach(index -> parts.add(new PartId(number, index)));
        }
        used.remove(number);
        return parts;
    }
}
