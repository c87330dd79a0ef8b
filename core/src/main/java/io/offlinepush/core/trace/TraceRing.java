package io.offlinepush.core.trace;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The finer steps of the newest messages, in this process only: bounded, the oldest message makes room. */
public final class TraceRing {

    /** A message with many devices and retries does not push out the others. */
    private static final int MOST_EVENTS = 200;

    private final Map<MessageId, List<TraceEvent>> messages;
    private final Listening listening;

    /**
     * An empty ring.
     *
     * @param most how many messages it remembers
     * @param listening is told each step too
     */
    public TraceRing(int most, Listening listening) {
        this.listening = listening;
        messages = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<MessageId, List<TraceEvent>> eldest) {
                return size() > most;
            }
        };
    }

    /** Notes a step. */
    public void add(MessageId message, TraceEvent event) {
        note(message, event);
        listening.tell(to -> to.pushStep(message, event));
    }

    private synchronized void note(MessageId message, TraceEvent event) {
        List<TraceEvent> events = messages.computeIfAbsent(message, unused -> new ArrayList<>(4));
        if (events.size() < MOST_EVENTS) {
            events.add(event);
        }
    }

    /** The steps that are still known, oldest first. */
    public synchronized List<TraceEvent> events(MessageId message) {
        return List.copyOf(messages.getOrDefault(message, List.of()));
    }
}
