package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.spi.SettledEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the pushes of a message ended, for 24 hours.
 *
 * <pre>
 * message -> its ends, oldest first
 * all ends, oldest first: what is forgotten next
 * </pre>
 *
 * <p>Each end that is added forgets at most two old ones, so no call pays for a backlog.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Ends {

    static final Duration KEPT = Duration.ofHours(24);

    private final Map<MessageId, Deque<SettledEnd>> byMessage = new HashMap<>();
    private final Deque<Line> oldestFirst = new ArrayDeque<>();

    void add(MessageId message, SettledEnd end) {
        Deque<SettledEnd> ends = byMessage.computeIfAbsent(message, unused -> new ArrayDeque<>(1));
        ends.add(end);
        oldestFirst.add(new Line(message, ends, end.at()));
        forgetOne(end.at());
        forgetOne(end.at());
    }

    List<SettledEnd> of(MessageId message) {
        return new ArrayList<>(byMessage.getOrDefault(message, new ArrayDeque<>()));
    }

    /** Forgets all ends of a message. What is left of them in the other order is without content. */
    void forget(MessageId message) {
        Deque<SettledEnd> ends = byMessage.remove(message);
        if (ends != null) {
            ends.clear();
        }
    }

    int size() {
        return oldestFirst.size();
    }

    private void forgetOne(Instant now) {
        Line oldest = oldestFirst.peek();
        if (oldest == null || oldest.at().plus(KEPT).isAfter(now)) {
            return;
        }
        oldestFirst.remove();
        if (oldest.ends().poll() != null && oldest.ends().isEmpty()) {
            byMessage.remove(oldest.message());
        }
    }

    private record Line(MessageId message, Deque<SettledEnd> ends, Instant at) {}
}
