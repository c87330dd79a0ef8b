package io.offlinepush.core.decision;

import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads many keys with one call, and if that fails, in halves, down to the key that cannot be read: one poisonous row
 * costs its own key and no other.
 */
final class KeyedRead {

    private static final Logger log = LoggerFactory.getLogger(KeyedRead.class);

    /** So many calls may fail: a port that is down is not asked for every key. */
    private static final int MOST_FAILURES = 32;

    private KeyedRead() {}

    /**
     * Reads.
     *
     * @param what names the rows in the log
     * @param port the call
     * @param unread the keys that could not be read are added to it
     * @return what was read
     * @throws RuntimeException or an {@link Error}: what the first call threw, if nothing at all could be read
     */
    static <K, V> Map<K, V> of(
            String what, Collection<K> keys, Function<Collection<K>, Map<K, V>> port, Set<K> unread) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Throwable first;
        try {
            return port.apply(keys);
        } catch (RuntimeException | Error e) {
            first = e;
        }
        Map<K, V> read = new HashMap<>();
        int before = unread.size();
        if (keys.size() > 1) {
            halve(List.copyOf(keys), port, read, unread, new int[] {MOST_FAILURES});
        }
        if (read.isEmpty()) {
            Throwables.throwIfUnchecked(first);
        }
        log.warn(
                "{} of {} {} could not be read: {}",
                unread.size() - before,
                keys.size(),
                what,
                first.getClass().getName());
        return read;
    }

    private static <K, V> void halve(
            List<K> keys, Function<Collection<K>, Map<K, V>> port, Map<K, V> read, Set<K> unread, int[] failuresLeft) {
        int middle = keys.size() / 2;
        List<List<K>> halves = new ArrayList<>(2);
        halves.add(keys.subList(0, middle));
        halves.add(keys.subList(middle, keys.size()));
        for (List<K> half : halves) {
            if (failuresLeft[0] <= 0) {
                unread.addAll(half);
                continue;
            }
            try {
                read.putAll(port.apply(half));
            } catch (RuntimeException | Error e) {
                failuresLeft[0]--;
                if (half.size() == 1) {
                    unread.addAll(half);
                } else {
                    halve(half, port, read, unread, failuresLeft);
                }
            }
        }
    }
}
