package io.offlinepush.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of the push of a message: how far it got, and why it stopped.
 *
 * @param messageId the message
 * @param events the steps, oldest first. The ends come from the store, the finer steps from this process as long as it
 *     keeps them. Empty for an unknown message. A push to many devices has a step only for devices where it failed
 * @param counts the number of devices for which the push has ended so far, by reason
 */
public record Trace(MessageId messageId, List<TraceEvent> events, Map<EndReason, Integer> counts) {

    /** Copies the collections. */
    public Trace {
        Objects.requireNonNull(messageId, "messageId");
        events = List.copyOf(events);
        counts = Map.copyOf(counts);
    }
}
