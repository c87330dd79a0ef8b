package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each device has acknowledged.
 *
 * <pre>
 * user -> (device, timeline) -> sequence
 *         timeline           -> the highest of them; right without a second look, since cursors only move forward
 * </pre>
 */
final class MemoryCursors implements Cursors {

    private static final OfUser NONE = new OfUser();

    private final Map<UserId, OfUser> users = new HashMap<>();
    private boolean closed;

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
    public synchronized void advance(Map<CursorKey, Long> moved) {
        requireOpen();
        moved.values().forEach(sequence -> Range.check("cursor", sequence, 0, Long.MAX_VALUE));
        moved.forEach((key, sequence) -> {
            OfUser theirs = users.computeIfAbsent(key.user(), unused -> new OfUser());
            theirs.cursors.merge(Place.of(key), sequence, Math::max);
            theirs.highest.merge(key.timeline(), sequence, Math::max);
        });
    }

    synchronized void forget(UserId user) {
        requireOpen();
        users.remove(user);
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
