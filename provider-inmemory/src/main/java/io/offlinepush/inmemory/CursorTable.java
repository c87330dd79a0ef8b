package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cursors, packed: a user nearly always has one device, and every user has a cursor.
 *
 * <pre>
 * (user, timeline) -> the highest cursor; right without a second look, since cursors only move forward
 *                     -> the first device and its cursor -> the next -> ...
 * user             -> the first of the user's timelines -> the next -> ...
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the lock of {@link MemoryCursors}.
 */
final class CursorTable {

    private final Index<OfTimeline> timelines = new Index<>() {
        @Override
        int hash(OfTimeline entry) {
            return hashOf(entry.owner.user, entry.timeline);
        }
    };
    private final Index<Owner> owners = new Index<>() {
        @Override
        int hash(Owner owner) {
            return owner.user.hashCode();
        }
    };

    private static final class Owner {

        private final UserId user;
        private @Nullable OfTimeline first;

        private Owner(UserId user) {
            this.user = user;
        }
    }

    /** What a user's devices have acknowledged of one timeline. */
    private static final class OfTimeline {

        private final Owner owner;
        private final Timeline timeline;
        private long highest;
        private @Nullable OfDevice first;
        private @Nullable OfTimeline before;
        private @Nullable OfTimeline after;

        private OfTimeline(Owner owner, Timeline timeline) {
            this.owner = owner;
            this.timeline = timeline;
        }

        private @Nullable OfDevice of(DeviceId device) {
            OfDevice cursor = first;
            while (cursor != null && !cursor.device.equals(device)) {
                cursor = cursor.next;
            }
            return cursor;
        }
    }

    private static final class OfDevice {

        private final DeviceId device;
        private long sequence;
        private final @Nullable OfDevice next;

        private OfDevice(DeviceId device, @Nullable OfDevice next) {
            this.device = device;
            this.next = next;
        }
    }

    /** How far a device has come; null if it has no cursor. */
    @Nullable
    Long sequence(UserId user, DeviceId device, Timeline timeline) {
        OfTimeline entry = find(user, timeline);
        OfDevice cursor = entry == null ? null : entry.of(device);
        return cursor == null ? null : cursor.sequence;
    }

    /** How far the most advanced device of a user has come; null if none has a cursor. */
    @Nullable
    Long highest(UserId user, Timeline timeline) {
        OfTimeline entry = find(user, timeline);
        return entry == null ? null : entry.highest;
    }

    /** Moves a cursor forward, or leaves it where it is. */
    void advance(UserId user, DeviceId device, Timeline timeline, long sequence) {
        OfTimeline entry = find(user, timeline);
        if (entry == null) {
            entry = add(user, timeline);
        }
        OfDevice cursor = entry.of(device);
        if (cursor == null) {
            cursor = new OfDevice(device, entry.first);
            entry.first = cursor;
        }
        cursor.sequence = Math.max(cursor.sequence, sequence);
        entry.highest = Math.max(entry.highest, sequence);
    }

    private OfTimeline add(UserId user, Timeline timeline) {
        Owner owner = owner(user);
        if (owner == null) {
            owner = new Owner(user);
            owners.add(owner);
        }
        OfTimeline entry = new OfTimeline(owner, timeline);
        timelines.add(entry);
        entry.after = owner.first;
        if (entry.after != null) {
            entry.after.before = entry;
        }
        owner.first = entry;
        return entry;
    }

    /** Removes the cursors of a user's devices in one timeline. */
    void remove(UserId user, Timeline timeline) {
        OfTimeline entry = find(user, timeline);
        if (entry == null) {
            return;
        }
        timelines.remove(entry);
        if (entry.after != null) {
            entry.after.before = entry.before;
        }
        if (entry.before != null) {
            entry.before.after = entry.after;
        } else {
            entry.owner.first = entry.after;
            if (entry.after == null) {
                owners.remove(entry.owner);
            }
        }
    }

    /**
     * Removes all cursors of a user.
     *
     * @param removed told of each timeline
     */
    void remove(UserId user, Consumer<Timeline> removed) {
        Owner owner = owner(user);
        if (owner != null) {
            owners.remove(owner);
            for (OfTimeline entry = owner.first; entry != null; entry = entry.after) {
                timelines.remove(entry);
                removed.accept(entry.timeline);
            }
        }
    }

    private @Nullable OfTimeline find(UserId user, Timeline timeline) {
        OfTimeline entry;
        for (int slot = timelines.start(hashOf(user, timeline));
                (entry = timelines.at(slot)) != null;
                slot = timelines.next(slot)) {
            if (entry.timeline.equals(timeline) && entry.owner.user.equals(user)) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable Owner owner(UserId user) {
        Owner owner;
        for (int slot = owners.start(user.hashCode()); (owner = owners.at(slot)) != null; slot = owners.next(slot)) {
            if (owner.user.equals(user)) {
                return owner;
            }
        }
        return null;
    }

    private static int hashOf(UserId user, Timeline timeline) {
        return 31 * Objects.requireNonNull(user, "user").hashCode() + timeline.hashCode();
    }
}
