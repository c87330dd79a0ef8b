package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far each device has acknowledged.
 *
 * <pre>
 * user -> (device, timeline) -> sequence
 *         timeline           -> the highest of them; right without a second look, since cursors only move forward
 * timeline of a notification -> its cursors, which go with it
 * </pre>
 *
 * <p>Has a lock of its own; whoever needs the store's too takes that first.
 */
final class MemoryCursors implements Cursors {

    private static final OfUser NONE = new OfUser();

    private final Map<UserId, OfUser> users = new HashMap<>();
    private final Map<Timeline, Set<CursorKey>> ofNotifications = new HashMap<>();
    private final Ledger ledger;
    private boolean closed;

    MemoryCursors(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public synchronized Map<CursorKey, Long> read(Collection<CursorKey> keys) {
        requireOpen();
        Map<CursorKey, Long> found = new HashMap<>();
        for (CursorKey key : List.copyOf(keys)) {
            Long sequence = users.getOrDefault(key.user(), NONE).cursors.get(Place.of(key));
            if (sequence != null) {
                found.put(key, sequence);
            }
        }
        return found;
    }

    @Override
    public synchronized Map<Timeline, Long> highest(UserId user, Collection<Timeline> timelines) {
        requireOpen();
        OfUser theirs = users.getOrDefault(user, NONE);
        Map<Timeline, Long> found = new HashMap<>();
        for (Timeline timeline : List.copyOf(timelines)) {
            Long sequence = theirs.highest.get(timeline);
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
            OfUser theirs = users.computeIfAbsent(key.user(), unused -> new OfUser());
            theirs.cursors.merge(Place.of(key), sequence, Math::max);
            theirs.highest.merge(key.timeline(), sequence, Math::max);
            if (isOfNotification(key.timeline())) {
                ofNotifications
                        .computeIfAbsent(key.timeline(), unused -> new HashSet<>())
                        .add(key);
            }
        });
    }

    private static boolean isOfNotification(Timeline timeline) {
        return timeline.kind() == Timeline.Kind.NOTIFICATION;
    }

    /** The timeline of a notification is gone. */
    synchronized void forget(Timeline notification) {
        Set<CursorKey> keys = ofNotifications.remove(notification);
        if (keys != null) {
            for (CursorKey key : keys) {
                users.computeIfPresent(key.user(), (unused, theirs) -> {
                    theirs.cursors.remove(Place.of(key));
                    theirs.highest.remove(notification);
                    return theirs.cursors.isEmpty() ? null : theirs;
                });
            }
        }
    }

    synchronized void forget(UserId user) {
        requireOpen();
        OfUser theirs = users.remove(user);
        if (theirs != null) {
            theirs.highest
                    .keySet()
                    .forEach(timeline -> ofNotifications.computeIfPresent(timeline, (unused, keys) -> {
                        keys.removeIf(key -> key.user().equals(user));
                        return keys.isEmpty() ? null : keys;
                    }));
        }
    }

    synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private static final class OfUser {

        private final Map<Place, Long> cursors = new HashMap<>();
        private final Map<Timeline, Long> highest = new HashMap<>();
    }

    private record Place(DeviceId device, Timeline timeline) {
        static Place of(CursorKey key) {
            return new Place(key.device(), key.timeline());
        }
    }
}
