package io.offlinepush.inmemory;

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
 * (user, device, timeline) -> sequence
 * (user, timeline)         -> the highest of them; right without a second look, since cursors only move forward
 * </pre>
 */
final class MemoryCursors implements Cursors {

    private final Map<CursorKey, Long> cursors = new HashMap<>();
    private final Map<UserTimeline, Long> highest = new HashMap<>();
    private boolean closed;

    @Override
    public synchronized Map<CursorKey, Long> read(Collection<CursorKey> keys) {
        requireOpen();
        Map<CursorKey, Long> found = new HashMap<>();
        for (CursorKey key : List.copyOf(keys)) {
            Long sequence = cursors.get(key);
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
        for (Timeline timeline : List.copyOf(timelines)) {
            Long sequence = highest.get(new UserTimeline(user, timeline));
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
            cursors.merge(key, sequence, Math::max);
            highest.merge(new UserTimeline(key.user(), key.timeline()), sequence, Math::max);
        });
    }

    synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private record UserTimeline(UserId user, Timeline timeline) {}
}
