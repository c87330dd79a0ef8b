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
 * <p>It consists of many small tables, each of which grows for itself: in one that grew as a whole, a message in a
 * million would wait until all others have moved. A slot is the number of its table, then its place there.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 *
 * @param <V> the values
 */
abstract class Index<V> {

    private static final int TABLE_BITS = 6;
    private static final int PLACE_BITS = Integer.SIZE - 1 - TABLE_BITS;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final int LEAST = 4;

    private final @Nullable Object[][] tables = new @Nullable Object[1 << TABLE_BITS][LEAST];
    private final int[] sizes = new int[1 << TABLE_BITS];
    private int size;

    /** The hash of a value; the same for as long as it is in the table. */
    abstract int hash(V value);

    final int size() {
        return size;
    }

    final int start(int hash) {
        // Hashes of numbers and of texts that end alike are neighbours: this scatters them.
        int scattered = hash * 0x9E3779B9;
        int table = scattered >>> (Integer.SIZE - TABLE_BITS);
        int place = (scattered ^ (scattered >>> 16)) & (tables[table].length - 1);
        return (table << PLACE_BITS) | place;
    }

    final int next(int slot) {
        int table = slot >>> PLACE_BITS;
        return (table << PLACE_BITS) | (((slot & PLACE_MASK) + 1) & (tables[table].length - 1));
    }

    @SuppressWarnings("unchecked") // only add and replace put anything there
    final @Nullable V at(int slot) {
        return (V) tables[slot >>> PLACE_BITS][slot & PLACE_MASK];
    }

    /** Adds a value that is not there. */
    final void add(V value) {
        int table = start(hash(value)) >>> PLACE_BITS;
        size++;
        if (3L * ++sizes[table] > 2L * tables[table].length) {
            grow(table);
        }
        put(value);
    }

    /** Puts another value with the same hash into the slot of one. */
    final void replace(int slot, V value) {
        set(slot, value);
    }

    private void put(V value) {
        int slot = start(hash(value));
        while (at(slot) != null) {
            slot = next(slot);
        }
        set(slot, value);
    }

    private void set(int slot, @Nullable V value) {
        tables[slot >>> PLACE_BITS][slot & PLACE_MASK] = value;
    }

    private void grow(int table) {
        @Nullable Object[] before = tables[table];
        tables[table] = new @Nullable Object[2 * before.length];
        for (Object each : before) {
            @SuppressWarnings("unchecked") // as in at
            V value = (V) each;
            if (value != null) {
                put(value);
            }
        }
    }

    /** Removes a value, found by identity. Does nothing if it is not there. */
    final void remove(V value) {
        int gap = start(hash(value));
        for (V there = at(gap); there != value; there = at(gap)) {
            if (there == null) {
                return;
            }
            gap = next(gap);
        }
        size--;
        sizes[gap >>> PLACE_BITS]--;
        set(gap, null);
        // Whoever stands behind the gap and could stand in it moves there, or a search would end too early.
        V other;
        for (int slot = next(gap); (other = at(slot)) != null; slot = next(slot)) {
            int home = start(hash(other));
            boolean reachable = gap <= slot ? (gap < home && home <= slot) : (gap < home || home <= slot);
            if (!reachable) {
                set(gap, other);
                set(slot, null);
                gap = slot;
            }
        }
    }
}
