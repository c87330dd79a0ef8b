package io.offlinepush.core.session;

import io.offlinepush.api.Timeline;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads pages for sessions, on threads of its own. Sessions that want to read the same timelines from the same place
 * share a read that has not begun: a message to a group is read once or twice, however many sessions are there.
 *
 * <pre>
 * timelines and where to begin -> the sessions that wait for that read
 * </pre>
 */
final class PageReads {

    private final MessageStore store;
    private final Executor threads;

    // Guarded by this.
    private final Map<Map<Timeline, Long>, List<Reader>> waiting = new HashMap<>();

    /** Who wants pages. Told on a thread for reads. */
    interface Reader {

        /** How many entries of each timeline it takes. */
        int limit();

        /** There may be more entries than it takes. */
        void read(Map<Timeline, Page> pages);

        /** The store failed. */
        void notRead(Map<Timeline, Long> after, Throwable failure);
    }

    PageReads(MessageStore store, Executor threads) {
        this.store = store;
        this.threads = threads;
    }

    /** Reads what stands after these sequences. */
    void read(Map<Timeline, Long> after, Reader reader) {
        boolean first;
        synchronized (this) {
            List<Reader> readers = waiting.computeIfAbsent(after, unused -> new ArrayList<>(1));
            first = readers.isEmpty();
            readers.add(reader);
        }
        if (first) {
            threads.execute(() -> readNow(after));
        }
    }

    private void readNow(Map<Timeline, Long> after) {
        List<Reader> readers;
        synchronized (this) {
            readers = waiting.remove(after);
        }
        if (readers == null) {
            return;
        }
        Consumer<Reader> answer;
        try {
            int limit = readers.stream().mapToInt(Reader::limit).max().orElse(1);
            Map<Timeline, Page> pages = store.read(after, limit);
            answer = reader -> reader.read(pages);
        } catch (RuntimeException | Error e) {
            answer = reader -> reader.notRead(after, e);
        }
        readers.forEach(answer);
    }
}
