package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
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

    private final Set<Write> underWay = new HashSet<>();

    private boolean scheduled;
    private boolean closed;

    /** One call of the store. */
    private static final class Write {
        private final Map<CursorKey, Long> cursors;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        private Write(Map<CursorKey, Long> cursors) {
            this.cursors = cursors;
        }
    }

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

    /** Done once what is just being written of a user is written, or has failed. */
    synchronized CompletionStage<Void> written(UserId user) {
        return CompletableFuture.allOf(underWay.stream()
                .filter(write -> write.cursors.keySet().stream()
                        .anyMatch(key -> key.user().equals(user)))
                .map(write -> write.done)
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Writes what is noted; blocks for the store. What cannot be written stays noted. */
    void flush() {
        Write write;
        synchronized (this) {
            scheduled = false;
            if (dirty.isEmpty()) {
                return;
            }
            write = begin(Map.copyOf(dirty));
        }
        try {
            write(write);
            synchronized (this) {
                write.cursors.forEach(dirty::remove);
            }
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} cursors could not be written and are tried again: {}",
                    write.cursors.size(),
                    e.getClass().getName());
            synchronized (this) {
                schedule();
            }
        }
    }

    /** Writes cursors now; blocks for the store. */
    void write(Map<CursorKey, Long> now) {
        if (now.isEmpty()) {
            return;
        }
        Write write;
        synchronized (this) {
            write = begin(now);
        }
        write(write);
    }

    private Write begin(Map<CursorKey, Long> batch) {
        Write write = new Write(batch);
        underWay.add(write);
        return write;
    }

    private void write(Write write) {
        try {
            cursors.advance(write.cursors);
        } finally {
            synchronized (this) {
                underWay.remove(write);
            }
            write.done.complete(null);
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
