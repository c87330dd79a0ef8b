package io.offlinepush.core.dispatch;

import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts whose last settlement in this process is on the way to the store. The store may give one to this node anew before
 * that is known here: it is not to be looked at twice at once, and not to be forgotten either. Belongs to the dispatcher's
 * loop.
 */
final class Leaving {

    /**
     * What came back meanwhile.
     *
     * @param part as the store gave it
     * @param taken whether it was given to this node; otherwise it is only known that the node held it when it was asked
     */
    record Back(Part part, boolean taken) {}

    /** Under one holder: after a lost lease the same part may leave again under the next. */
    private record Key(PartId id, NodeId holder) {}

    private final Map<Key, @Nullable Back> parts = new HashMap<>();

    void add(PartId id, NodeId holder) {
        parts.put(new Key(id, holder), null);
    }

    /** Notes that a part came back; false if it is not leaving. */
    boolean cameBack(Part part, NodeId holder, boolean taken) {
        Key key = new Key(part.id(), holder);
        if (!parts.containsKey(key)) {
            return false;
        }
        parts.put(key, new Back(part, taken));
        return true;
    }

    /** It has left: what came back meanwhile, or null. */
    @Nullable
    Back left(PartId id, NodeId holder) {
        return parts.remove(new Key(id, holder));
    }
}
