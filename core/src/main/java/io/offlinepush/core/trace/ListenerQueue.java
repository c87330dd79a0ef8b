package io.offlinepush.core.trace;

import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.spi.AlarmSink;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host's listener, in order, on threads of its own. The engine never waits for it: an event that finds no
 * room in the queue is dropped and counted.
 */
public final class ListenerQueue implements AlarmSink {

    private static final Logger log = LoggerFactory.getLogger(ListenerQueue.class);

    /** Events per turn, before the thread is yielded. */
    private static final int TURN = 256;

    private final @Nullable OfflinePushListener listener;
    private final int capacity;
    private final Executor executor;

    // Guarded by the queue.
    private final ArrayDeque<Consumer<OfflinePushListener>> queue = new ArrayDeque<>();
    private boolean telling;
    private long droppedUntold;
    private long dropped;

    /**
     * For this listener.
     *
     * @param listener null if the host has none: then nothing is queued
     * @param capacity how many events may wait
     */
    public ListenerQueue(@Nullable OfflinePushListener listener, int capacity, Executor executor) {
        this.listener = listener;
        this.capacity = capacity;
        this.executor = executor;
    }

    /** Whether the host has a listener: if not, nothing need be made for it. */
    public boolean isHeard() {
        return listener != null;
    }

    /** Queues an event. */
    public void tell(Consumer<OfflinePushListener> event) {
        if (listener == null) {
            return;
        }
        synchronized (queue) {
            if (queue.size() >= capacity) {
                dropped++;
                droppedUntold++;
                return;
            }
            queue.addLast(event);
            if (telling) {
                return;
            }
            telling = true;
        }
        executor.execute(this::turn);
    }

    /** A port failed. */
    public void failed(String port, Throwable failure) {
        tell(to -> to.portFailed(port, failure.getClass().getName()));
    }

    /** A port took too long. */
    public void tookTooLong(String port) {
        tell(to -> to.portFailed(port, "timeout"));
    }

    @Override
    public void raise(String subject, String text) {
        tell(to -> to.alarm(subject, text));
    }

    /** How many events were dropped so far. */
    public long dropped() {
        synchronized (queue) {
            return dropped;
        }
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            Consumer<OfflinePushListener> event = next();
            if (event == null) {
                return;
            }
            tellNow(event);
        }
        executor.execute(this::turn);
    }

    private @Nullable Consumer<OfflinePushListener> next() {
        synchronized (queue) {
            if (droppedUntold > 0) {
                long count = droppedUntold;
                droppedUntold = 0;
                return to -> to.dropped(count);
            }
            Consumer<OfflinePushListener> event = queue.pollFirst();
            telling = event != null;
            return event;
        }
    }

    private void tellNow(Consumer<OfflinePushListener> event) {
        if (listener == null) {
            return;
        }
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            log.warn("The listener failed: {}", e.getClass().getName());
        }
    }
}
