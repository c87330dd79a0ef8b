package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.MessageStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a device begins to read:
 *
 * <ul>
 *   <li>in a timeline in which it has a cursor: there;
 *   <li>a new device, which has no cursor in its user's inbox: at the most advanced cursor that another device of the
 *       user has, or at the oldest kept message;
 *   <li>a device that has begun, in a group that its user has joined since then: at the first message after the user
 *       joined.
 * </ul>
 *
 * <p>A start is written down at once: it must not move on with the other devices while this one is away.
 *
 * <p>All methods block for the store.
 */
final class StartingPoints {

    private final MessageStore store;
    private final CursorWriter cursors;

    StartingPoints(MessageStore store, CursorWriter cursors) {
        this.store = store;
        this.cursors = cursors;
    }

    /** Whether the device has a start, from an earlier login of this user. */
    boolean hasBegun(UserId user, DeviceId device) {
        CursorKey inbox = new CursorKey(user, device, Timeline.inbox(user));
        return store.cursors().read(List.of(inbox)).containsKey(inbox);
    }

    /** The cursor in each of these timelines, all of which the store has when this returns. */
    Map<Timeline, Long> of(UserId user, DeviceId device, Collection<Timeline> timelines) {
        CursorKey inbox = new CursorKey(user, device, Timeline.inbox(user));
        Map<Timeline, CursorKey> keys = new HashMap<>();
        timelines.forEach(timeline -> keys.put(timeline, new CursorKey(user, device, timeline)));
        Map<Timeline, CursorKey> asked = new HashMap<>(keys);
        asked.put(inbox.timeline(), inbox);
        Map<CursorKey, Long> own = store.cursors().read(asked.values());
        Map<Timeline, Long> highest =
                own.containsKey(inbox) ? Map.of() : store.cursors().highest(user, Set.copyOf(timelines));
        Map<Timeline, Long> starts = new HashMap<>();
        Map<CursorKey, Long> first = new HashMap<>();
        keys.forEach((timeline, key) -> {
            Long known = own.get(key);
            if (known == null) {
                first.put(key, highest.getOrDefault(timeline, 0L));
            }
            // The device's former session may have acknowledged more than has been written behind.
            starts.put(
                    timeline, known == null ? highest.getOrDefault(timeline, 0L) : Math.max(known, cursors.noted(key)));
        });
        if (!first.isEmpty()) {
            store.cursors().advance(first);
        }
        return starts;
    }
}
