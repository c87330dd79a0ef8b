package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
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
    private Map<CursorKey, Long> dirty = new HashMap<>();
    private boolean scheduled;

    CursorWriter(Cursors cursors, Environment environment, Duration interval) {
        this.cursors = cursors;
        this.environment = environment;
        this.interval = interval;
    }

    /** Notes a step. */
    synchronized void mark(CursorKey key, long sequence) {
        dirty.merge(key, sequence, Math::max);
        if (!scheduled) {
            scheduled = true;
            environment
                    .scheduler()
                    .schedule(interval, () -> environment.blocking().execute(this::flush));
        }
    }

    /** Writes what is noted; blocks for the store. What cannot be written is noted again. */
    void flush() {
        Map<CursorKey, Long> batch;
        synchronized (this) {
            batch = dirty;
            dirty = new HashMap<>();
            scheduled = false;
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            cursors.advance(batch);
        } catch (RuntimeException e) {
            log.warn(
                    "{} cursors could not be written and are tried again: {}",
                    batch.size(),
                    e.getClass().getName());
            batch.forEach(this::mark);
        }
    }
}
