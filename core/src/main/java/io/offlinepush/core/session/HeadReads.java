package io.offlinepush.core.session;

import io.offlinepush.api.Timeline;
import io.offlinepush.spi.MessageStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for sessions whether other processes stored something: one call for all sessions that had a heartbeat
 * meanwhile, in which a group counts once however many of them are in it. What fails is asked for again with the next
 * heartbeat.
 */
final class HeadReads {

    private static final Logger log = LoggerFactory.getLogger(HeadReads.class);

    /** Timelines in one call, unless a single session has more. */
    private static final int MOST_TIMELINES = 10_000;

    private final MessageStore store;
    private final Executor thread;

    // Guarded by this.
    private final Map<LiveSession, Set<Timeline>> waiting = new LinkedHashMap<>();
    private boolean reading;

    HeadReads(MessageStore store, Executor thread) {
        this.store = store;
        this.thread = thread;
    }

    /** The session is nudged if there is something new for it. */
    void look(LiveSession session) {
        Set<Timeline> timelines = session.timelines();
        synchronized (this) {
            waiting.put(session, timelines);
            if (reading) {
                return;
            }
            reading = true;
        }
        thread.execute(this::readNow);
    }

    private void readNow() {
        Map<LiveSession, Set<Timeline>> batch = next();
        if (batch.isEmpty()) {
            return;
        }
        read(new ArrayList<>(batch.keySet()), batch);
        // Anew, so that others have the thread meanwhile.
        thread.execute(this::readNow);
    }

    private synchronized Map<LiveSession, Set<Timeline>> next() {
        Map<LiveSession, Set<Timeline>> batch = new LinkedHashMap<>();
        int timelines = 0;
        Iterator<Map.Entry<LiveSession, Set<Timeline>>> rest =
                waiting.entrySet().iterator();
        while (rest.hasNext() && timelines < MOST_TIMELINES) {
            Map.Entry<LiveSession, Set<Timeline>> one = rest.next();
            batch.put(one.getKey(), one.getValue());
            timelines += one.getValue().size();
            rest.remove();
        }
        reading = !batch.isEmpty();
        return batch;
    }

    /** What fails is halved, down to the session that fails alone. */
    private void read(List<LiveSession> sessions, Map<LiveSession, Set<Timeline>> timelines) {
        Set<Timeline> all = new HashSet<>();
        sessions.forEach(session -> all.addAll(timelines.getOrDefault(session, Set.of())));
        Map<Timeline, Long> heads;
        try {
            heads = store.heads(all);
        } catch (RuntimeException | Error e) {
            int middle = sessions.size() / 2;
            if (middle > 0) {
                read(sessions.subList(0, middle), timelines);
                read(sessions.subList(middle, sessions.size()), timelines);
            } else {
                log.warn(
                        "The heads of a session's timelines could not be read: {}",
                        e.getClass().getName());
            }
            return;
        }
        sessions.forEach(session -> session.nudge(heads));
    }
}
