package io.offlinepush.inmemory;

import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.PartId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts that are dead, until requeued or as long as their message.
 *
 * <pre>
 * part id, in order -> how it died, and its message
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class DeadParts {

    private final NavigableMap<PartId, Dead> all = new TreeMap<>();

    void add(DeadPart part, Kept message) {
        all.put(part.part().id(), new Dead(part, message));
    }

    List<DeadPart> page(@Nullable PartId after, int limit) {
        List<DeadPart> read = new ArrayList<>();
        for (Dead dead : (after == null ? all : all.tailMap(after, false)).values()) {
            if (read.size() == limit) {
                break;
            }
            read.add(dead.part());
        }
        return read;
    }

    /** Null if the part is not dead. */
    @Nullable
    Dead remove(PartId id) {
        return all.remove(id);
    }

    record Dead(DeadPart part, Kept message) {}
}
