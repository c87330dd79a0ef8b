package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Timeline;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Nudges the sessions that read a timeline. A few are nudged at once. The many of a large group are nudged on a thread
 * of its own, once for all messages that came meanwhile: whoever stores messages does not wait for that.
 */
public final class Nudges {

    /** Sessions of one timeline that are nudged at once. */
    private static final int FEW = 8;

    private final SessionTable sessions;
    private final Executor thread;

    // Guarded by this.
    private final Set<Timeline> waiting = new LinkedHashSet<>();

    /** Nudges the sessions of this table. */
    public Nudges(SessionTable sessions, Environment environment) {
        this.sessions = sessions;
        this.thread = environment.executor("nudges", 1);
    }

    /** Something new stands in a timeline. Never blocks. */
    public void nudge(Timeline timeline) {
        if (sessions.countReading(timeline) <= FEW) {
            nudgeAll(timeline);
            return;
        }
        boolean first;
        synchronized (this) {
            first = waiting.isEmpty();
            waiting.add(timeline);
        }
        if (first) {
            thread.execute(this::nudgeWaiting);
        }
    }

    private void nudgeWaiting() {
        List<Timeline> now;
        synchronized (this) {
            now = List.copyOf(waiting);
            waiting.clear();
        }
        now.forEach(this::nudgeAll);
    }

    private void nudgeAll(Timeline timeline) {
        sessions.reading(timeline).forEach(session -> session.nudge(timeline));
    }
}
