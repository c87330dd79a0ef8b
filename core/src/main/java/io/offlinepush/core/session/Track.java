package io.offlinepush.core.session;

import io.offlinepush.api.Timeline;
import java.time.Instant;
import java.util.ArrayDeque;

/** How far a session has come in one timeline. Guarded by its session. */
final class Track {

    final Timeline timeline;
    /** What was stored before is not for this user: they joined the group then. */
    final Instant since;
    /** What stands up to here was stored before the session began. */
    final long headAtLogin;

    final ArrayDeque<Long> unacknowledged = new ArrayDeque<>(2);
    long delivered;
    long acknowledged;
    /** Something may stand after what was delivered. */
    boolean nudged = true;
    /** An entry stands next that this version cannot read: nothing behind it is delivered here. */
    boolean stuck;

    Track(Timeline timeline, Instant since, long headAtLogin, long cursor) {
        this.timeline = timeline;
        this.since = since;
        this.headAtLogin = headAtLogin;
        this.delivered = cursor;
        this.acknowledged = cursor;
    }

    boolean isDue() {
        return nudged && !stuck;
    }

    /** An entry that is not for this user: nobody will acknowledge it, and nobody need read it again. */
    void passOver(long sequence) {
        delivered = sequence;
        if (unacknowledged.isEmpty()) {
            acknowledged = sequence;
        }
    }

    /** Whether the acknowledgement is news. */
    boolean acknowledge(long upTo) {
        if (upTo <= acknowledged) {
            return false;
        }
        acknowledged = upTo;
        while (!unacknowledged.isEmpty() && unacknowledged.peekFirst() <= upTo) {
            unacknowledged.removeFirst();
        }
        return true;
    }
}
