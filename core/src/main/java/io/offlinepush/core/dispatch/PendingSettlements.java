package io.offlinepush.core.dispatch;

import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts whose last settlement in this process is on its way to the store. The store may give such a part to this
 * process anew before that is known here: it must neither be processed twice nor be lost. Belongs to one loop.
 */
final class PendingSettlements {

    /**
     * A part that came back meanwhile.
     *
     * @param part as the store gave it
     * @param claimed whether it was given to this node; otherwise it is only known that the node held it when it was
     *     asked
     */
    record Returned(Part part, boolean claimed) {}

    /** Under one holder: after a lost lease the same part may leave again under the next. */
    private record Key(PartId id, NodeId holder) {}

    private final Map<Key, @Nullable Returned> parts = new HashMap<>();
    /** What left since a look at the held parts began, and whether it may come back; empty while nobody looks. */
    private final Map<PartId, Boolean> watched = new HashMap<>();

    private int watchers;

    /**
     * A part's last settlement is on its way.
     *
     * @param comesBack whether it will be unclaimed, and not over
     */
    void add(PartId id, NodeId holder, boolean comesBack) {
        parts.put(new Key(id, holder), null);
        if (watchers > 0) {
            watched.put(id, comesBack);
        }
    }

    /** Notes that a part came back; false if its settlement is not pending. */
    boolean cameBack(Part part, NodeId holder, boolean claimed) {
        Key key = new Key(part.id(), holder);
        if (!parts.containsKey(key)) {
            return false;
        }
        parts.put(key, new Returned(part, claimed));
        return true;
    }

    /** The settlement is written: the part that came back meanwhile, or null. */
    @Nullable
    Returned written(PartId id, NodeId holder) {
        return parts.remove(new Key(id, holder));
    }

    /** A look at the held parts begins. */
    void watch() {
        watchers++;
    }

    /** Whether a part left since the look began: then what the look saw of it is out of date. */
    boolean leftSinceWatch(PartId id) {
        return watched.containsKey(id);
    }

    /** Whether a part that left since the look began may have come back by now, unnoticed. */
    boolean mayBeBack(PartId id) {
        return watched.getOrDefault(id, false);
    }

    void watchEnds() {
        if (--watchers == 0) {
            watched.clear();
        }
    }
}
