package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes cursors behind: an acknowledgement is noted here at once and reaches the store within the interval, many
 * together. A node that dies loses steps, never messages.
 */
final class CursorWriter {

    private static final Logger log = LoggerFactory.getLogger(CursorWriter.class);

    private final Cursors cursors;
    private final Environment environment;
    private final Duration interval;
    /** What is not surely in the store yet: a step leaves only once it is. */
    private final Map<CursorKey, Long> dirty = new HashMap<>();

    private boolean scheduled;
    private boolean closed;

    CursorWriter(Cursors cursors, Environment environment, Duration interval) {
        this.cursors = cursors;
        this.environment = environment;
        this.interval = interval;
    }

    /** Notes a step. */
    synchronized void mark(CursorKey key, long sequence) {
        dirty.merge(key, sequence, Math::max);
        schedule();
    }

    /** The highest step of a cursor that may not be in the store yet; 0 if there is none. */
    synchronized long noted(CursorKey key) {
        return dirty.getOrDefault(key, 0L);
    }

    /** Notes nothing of a user any more: what is forgotten must not come back. */
    synchronized void forget(UserId user) {
        dirty.keySet().removeIf(key -> key.user().equals(user));
    }

    /** Writes what is noted; blocks for the store. What cannot be written stays noted. */
    void flush() {
        Map<CursorKey, Long> batch;
        synchronized (this) {
            batch = Map.copyOf(dirty);
            scheduled = false;
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            cursors.advance(batch);
            synchronized (this) {
                batch.forEach(dirty::remove);
            }
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} cursors could not be written and are tried again: {}",
                    batch.size(),
                    e.getClass().getName());
            synchronized (this) {
                schedule();
            }
        }
    }

    /** Writes what is noted for the last time. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        flush();
    }

    private void schedule() {
        if (!scheduled && !closed) {
            scheduled = true;
            environment
                    .scheduler()
                    .schedule(interval, () -> environment.blocking().execute(this::flush));
        }
    }
}
