package io.offlinepush.inmemory;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far each device has acknowledged.
 *
 * <pre>
 * {@link CursorTable}
 * timeline of a notification -> the users with cursors in it, which go with it
 * </pre>
 *
 * <p>Has a lock of its own; whoever needs the store's too takes that first.
 */
final class MemoryCursors implements Cursors {

    private final CursorTable table = new CursorTable();
    private final Map<Timeline, Set<UserId>> ofNotifications = new HashMap<>();
    private final Ledger ledger;
    private boolean closed;

    MemoryCursors(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public synchronized Map<CursorKey, Long> read(Collection<CursorKey> keys) {
        requireOpen();
        Map<CursorKey, Long> found = new HashMap<>();
        for (CursorKey key : keys) {
            Long sequence = table.sequence(key.user(), key.device(), key.timeline());
            if (sequence != null) {
                found.put(key, sequence);
            }
        }
        return found;
    }

    @Override
    public synchronized Map<Timeline, Long> highest(UserId user, Collection<Timeline> timelines) {
        requireOpen();
        Map<Timeline, Long> found = new HashMap<>();
        for (Timeline timeline : timelines) {
            Long sequence = table.highest(user, timeline);
            if (sequence != null) {
                found.put(timeline, sequence);
            }
        }
        return found;
    }

    @Override
    public void advance(Map<CursorKey, Long> moved) {
        moved.values().forEach(sequence -> Range.check("cursor", sequence, 0, Long.MAX_VALUE));
        boolean ofNotifications = false;
        for (CursorKey key : moved.keySet()) {
            ofNotifications |= isOfNotification(key.timeline());
        }
        if (!ofNotifications) {
            advanceAll(moved);
            return;
        }
        // A notification must not be removed between the look at it and the cursor.
        synchronized (ledger) {
            ledger.begin();
            Map<CursorKey, Long> standing = new HashMap<>(moved);
            standing.keySet()
                    .removeIf(key -> isOfNotification(key.timeline()) && ledger.messages.head(key.timeline()) == 0);
            advanceAll(standing);
        }
    }

    private synchronized void advanceAll(Map<CursorKey, Long> moved) {
        requireOpen();
        moved.forEach((key, sequence) -> {
            table.advance(key.user(), key.device(), key.timeline(), sequence);
            if (isOfNotification(key.timeline())) {
                ofNotifications
                        .computeIfAbsent(key.timeline(), unused -> new HashSet<>())
                        .add(key.user());
            }
        });
    }

    private static boolean isOfNotification(Timeline timeline) {
        return timeline.kind() == Timeline.Kind.NOTIFICATION;
    }

    /** The timeline of a notification is gone. */
    synchronized void forget(Timeline notification) {
        Set<UserId> users = ofNotifications.remove(notification);
        if (users != null) {
            users.forEach(user -> table.remove(user, notification));
        }
    }

    synchronized void forget(UserId user) {
        requireOpen();
        table.remove(
                user,
                timeline -> ofNotifications.computeIfPresent(timeline, (unused, users) -> {
                    users.remove(user);
                    return users.isEmpty() ? null : users;
                }));
    }

    synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
