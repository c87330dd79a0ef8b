package io.offlinepush.core.outbox;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.spi.MessageStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes messages that are old enough, a step at a time with a pause between steps: what users do comes first. Every
 * process does it; a step that finds nothing costs nothing.
 */
public final class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private static final int STEP = 1_000;
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    private final MessageStore store;
    private final Environment environment;
    private final Duration age;
    private @Nullable Task next;
    private boolean closed;

    /** Keeps messages for this long. */
    public Retention(MessageStore store, Environment environment, Duration age) {
        this.store = store;
        this.environment = environment;
        this.age = age;
    }

    /** Begins to look. */
    public void start() {
        schedule(BETWEEN_LOOKS);
    }

    /** Looks no more. */
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void schedule(Duration pause) {
        if (!closed) {
            next = environment
                    .scheduler()
                    .schedule(pause, () -> environment.executor("retention", 1).execute(this::step));
        }
    }

    private void step() {
        int removed = 0;
        try {
            removed = store.removeOlderThan(age, STEP);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "Old messages could not be removed and are tried again: {}",
                    e.getClass().getName());
        }
        schedule(removed == STEP ? BETWEEN_STEPS : BETWEEN_LOOKS);
    }
}
