package io.offlinepush.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a message's push: where did it stop, and why?
 *
 * @param messageId which message
 * @param events oldest first; the ends from the store, the finer steps from this process where it still has them. Empty
 *     for a message that nobody knows. A push to many devices has lines for those only where something went wrong
 * @param counts for how many devices it has ended so far, by reason
 */
public record Trace(MessageId messageId, List<TraceEvent> events, Map<EndReason, Integer> counts) {

    /** Copies the collections. */
    public Trace {
        Objects.requireNonNull(messageId, "messageId");
        events = List.copyOf(events);
        counts = Map.copyOf(counts);
    }
}
