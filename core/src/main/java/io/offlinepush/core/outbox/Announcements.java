package io.offlinepush.core.outbox;

import io.offlinepush.spi.PartId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parts that are just being written by this process, by an append or a split: their own answer brings them to their
 * loop.
 *
 * <p>A look at what the store says this process holds may find them earlier, and must leave them alone: a part that it
 * took up would come a second time. They are announced before they are written, and withdrawn once their loop has been
 * told, or once their answer is known to be lost.
 */
public final class Announcements {

    private final Set<PartId> parts = ConcurrentHashMap.newKeySet();

    /** These are about to be written. */
    public void announce(Collection<PartId> about) {
        parts.addAll(about);
    }

    /** These have reached their loop, or their answer is lost. */
    public void withdraw(Collection<PartId> about) {
        about.forEach(parts::remove);
    }

    /** Whether a part's own answer is still to come. */
    public boolean isAnnounced(PartId part) {
        return parts.contains(part);
    }
}
