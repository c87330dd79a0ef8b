package io.offlinepush.inmemory;

import io.offlinepush.api.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A timeline: its kept messages in order of their sequences, and the last sequence that was ever in it. One reference
 * for each message; a removal moves the shorter side, which is short where the oldest go first.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Run {

    private static final int LEAST = 2;

    /** One object for all messages of the timeline. */
    final Timeline timeline;

    private long last;
    private @Nullable Kept[] messages = new Kept[LEAST];
    private int from;
    private int to;

    Run(Timeline timeline, long last) {
        this.timeline = timeline;
        this.last = last;
    }

    /** The next sequence. */
    long next() {
        return ++last;
    }

    long last() {
        return last;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** The oldest message; there must be one. */
    Kept first() {
        return get(from);
    }

    /** The sequence of the newest message; 0 if there is none. */
    long head() {
        return isEmpty() ? 0 : get(to - 1).sequence;
    }

    /** Adds the newest message. */
    void add(Kept message) {
        if (to == messages.length) {
            int size = to - from;
            // Room at the front is used again where there is much of it.
            @Nullable Kept[] target = from > size ? messages : new Kept[size + Math.max(LEAST, size / 2)];
            System.arraycopy(messages, from, target, 0, size);
            if (target == messages) {
                Arrays.fill(messages, size, to, null);
            }
            messages = target;
            from = 0;
            to = size;
        }
        messages[to++] = message;
    }

    void remove(Kept message) {
        int at = indexAfter(message.sequence - 1);
        if (at == to || messages[at] != message) {
            return;
        }
        if (at - from < to - at) {
            System.arraycopy(messages, from, messages, from + 1, at - from);
            messages[from++] = null;
        } else {
            System.arraycopy(messages, at + 1, messages, at, to - at - 1);
            messages[--to] = null;
        }
    }

    /** At most so many messages behind a sequence. */
    List<Kept> after(long sequence, int limit) {
        int start = indexAfter(sequence);
        int end = Math.min(to, limit > to - start ? to : start + limit);
        List<Kept> page = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            page.add(get(i));
        }
        return page;
    }

    private int indexAfter(long sequence) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).sequence <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Kept get(int at) {
        return Objects.requireNonNull(messages[at]);
    }
}
