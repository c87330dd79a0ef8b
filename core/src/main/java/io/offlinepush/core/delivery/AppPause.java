package io.offlinepush.core.delivery;

import java.time.Duration;

/**
 * Whether the vendor takes pushes of an app at all. After an answer that refuses the app itself (its rights, keys or
 * clock) the lane pauses: one request at a time looks whether that is over, after 1 s, 2 s, 4 s ... 5 minutes. Guarded
 * by its lane.
 */
final class AppPause {

    private static final long FIRST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

    private int refusals;
    private long until;

    /**
     * The vendor refused the app. Whether that is news: of what was under way at the first refusal, nothing else is.
     */
    boolean refused(long now) {
        if (refusals > 0 && now - until < 0) {
            return false;
        }
        boolean news = refusals == 0;
        long pause = Math.min(FIRST_NANOS << Math.min(refusals, 20), LONGEST_NANOS);
        refusals++;
        until = now + pause;
        return news;
    }

    /** The vendor took a push of the app, or refused it for another reason. */
    void over() {
        refusals = 0;
    }

    boolean isPaused() {
        return refusals > 0;
    }

    /** Whether a request may go: always but in a pause, and then only to look whether it is over. */
    boolean lets(long now, int inFlight) {
        return refusals == 0 || (now - until >= 0 && inFlight == 0);
    }

    /** How long until the next look. */
    Duration left(long now) {
        return refusals == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - now));
    }
}
