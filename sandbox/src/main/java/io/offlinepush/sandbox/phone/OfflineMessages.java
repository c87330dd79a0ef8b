package io.offlinepush.sandbox.phone;

import io.offlinepush.sandbox.rules.AlertMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * What the gateway keeps for a phone without network: at most 120 messages, of which a new one pushes out the oldest,
 * and of each collapse group only the newest. Guarded by its phone's lock.
 */
public final class OfflineMessages {
    private static final int CAPACITY = 120;

    private final ArrayDeque<Message> kept = new ArrayDeque<>();

    public void keep(Message message) {
        if (message.collapseKey() >= 0) {
            kept.removeIf(older -> older.collapseKey() == message.collapseKey());
        }
        if (kept.size() == CAPACITY) {
            kept.removeFirst();
        }
        kept.addLast(message);
    }

    /** Hands over what has not expired, oldest first, and forgets everything. */
    public List<Message> drain(Instant now) {
        for (Iterator<Message> each = kept.iterator(); each.hasNext(); ) {
            if (!now.isBefore(each.next().expiresAt())) {
                each.remove();
            }
        }
        List<Message> alive = List.copyOf(kept);
        kept.clear();
        return alive;
    }

    /** Forgets alerts with this notifyId. */
    public void revoke(int notifyId) {
        kept.removeIf(message -> message.payload() instanceof AlertMessage alert && alert.notifyId() == notifyId);
    }

    public void clear() {
        kept.clear();
    }
}
