package io.offlinepush.core.delivery;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Ends attempts whose provider never answers. All have the same time, so they stand in the order of their deadlines,
 * and one alarm serves them all: an alarm for each push would cost more than the push.
 */
final class AttemptDeadlines {

    /** An attempt that waits for its answer. */
    interface Pending {

        /** Whether it has its answer: then nothing is to be done. */
        boolean isAnswered();

        /** Its time is over. */
        void timeOut();
    }

    private record Deadline(Pending pending, long at) {}

    private final Environment environment;
    private final Duration limit;
    // Guarded by itself.
    private final ArrayDeque<Deadline> deadlines = new ArrayDeque<>();
    private boolean alarmSet;

    AttemptDeadlines(Environment environment, Duration limit) {
        this.environment = environment;
        this.limit = limit;
    }

    void add(Pending pending) {
        long now = environment.ticker().nanos();
        synchronized (deadlines) {
            // Those that have their answer go as others come.
            for (int i = 0;
                    i < 2
                            && !deadlines.isEmpty()
                            && deadlines.peekFirst().pending.isAnswered();
                    i++) {
                deadlines.removeFirst();
            }
            deadlines.addLast(new Deadline(pending, now + limit.toNanos()));
            if (alarmSet) {
                return;
            }
            alarmSet = true;
        }
        environment.scheduler().schedule(limit, this::ring);
    }

    private void ring() {
        while (true) {
            Pending over;
            synchronized (deadlines) {
                while (!deadlines.isEmpty() && deadlines.peekFirst().pending.isAnswered()) {
                    deadlines.removeFirst();
                }
                Deadline first = deadlines.peekFirst();
                if (first == null) {
                    alarmSet = false;
                    return;
                }
                long left = first.at - environment.ticker().nanos();
                if (left > 0) {
                    environment.scheduler().schedule(Duration.ofNanos(left), this::ring);
                    return;
                }
                over = deadlines.removeFirst().pending;
            }
            over.timeOut();
        }
    }
}
