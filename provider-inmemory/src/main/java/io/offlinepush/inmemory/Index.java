package io.offlinepush.inmemory;

import org.jspecify.annotations.Nullable;

/**
 * A hash table whose values are their own keys: one reference for each value, and no node. Probing is linear, and a
 * removal closes its gap. A value is found by walking from the slot of its hash to the first empty one:
 *
 * <pre>{@code
 * for (int slot = index.start(hash); (value = index.at(slot)) != null; slot = index.next(slot)) { ... }
 * }</pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 *
 * @param <V> the values
 */
abstract class Index<V> {

    private static final int LEAST = 16;

    private @Nullable Object[] slots = new Object[LEAST];
    private int size;

    /** The hash of a value; the same for as long as it is in the table. */
    abstract int hash(V value);

    final int size() {
        return size;
    }

    final int start(int hash) {
        // Hashes of numbers and of texts that end alike are neighbours: this scatters them.
        int scattered = hash * 0x9E3779B9;
        return (scattered ^ (scattered >>> 16)) & (slots.length - 1);
    }

    final int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    @SuppressWarnings("unchecked") // only add puts anything there
    final @Nullable V at(int slot) {
        return (V) slots[slot];
    }

    /** Adds a value that is not there. */
    final void add(V value) {
        if (3L * ++size > 2L * slots.length) {
            resize();
        }
        put(value);
    }

    private void put(V value) {
        int slot = start(hash(value));
        while (slots[slot] != null) {
            slot = next(slot);
        }
        slots[slot] = value;
    }

    private void resize() {
        @Nullable Object[] before = slots;
        slots = new Object[2 * before.length];
        for (int slot = 0; slot < before.length; slot++) {
            @SuppressWarnings("unchecked") // as in at
            V value = (V) before[slot];
            if (value != null) {
                put(value);
            }
        }
    }

    /** Removes a value, found by identity. Does nothing if it is not there. */
    final void remove(V value) {
        int gap = start(hash(value));
        while (slots[gap] != value) {
            if (slots[gap] == null) {
                return;
            }
            gap = next(gap);
        }
        size--;
        slots[gap] = null;
        // Whoever stands behind the gap and could stand in it moves there, or a search would end too early.
        V other;
        for (int slot = next(gap); (other = at(slot)) != null; slot = next(slot)) {
            int home = start(hash(other));
            boolean reachable = gap <= slot ? (gap < home && home <= slot) : (gap < home || home <= slot);
            if (!reachable) {
                slots[gap] = other;
                slots[slot] = null;
                gap = slot;
            }
        }
    }
}
