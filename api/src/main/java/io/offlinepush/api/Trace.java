package io.offlinepush.api;

import java.util.List;
import java.util.Objects;

/**
 * What is known of a message's push: where did it stop, and why?
 *
 * @param messageId which message
 * @param events oldest first; the ends from the store, the finer steps from this process where it still has them. Empty
 *     for a message that nobody knows
 */
public record Trace(MessageId messageId, List<TraceEvent> events) {

    /** Copies the events. */
    public Trace {
        Objects.requireNonNull(messageId, "messageId");
        events = List.copyOf(events);
    }
}
