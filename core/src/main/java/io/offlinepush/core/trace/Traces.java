package io.offlinepush.core.trace;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Trace;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Puts a message's trace together: the ends from the store, the finer steps from this process's ring. */
public final class Traces {

    /** Has one end. A settlement whose outcome was unknown is written again, and its lines may stand twice. */
    private record Device(PartId part, PushId pushId) {}

    private final Outbox outbox;
    private final TraceRing ring;

    /** Traces of one instance. */
    public Traces(Outbox outbox, TraceRing ring) {
        this.outbox = outbox;
        this.ring = ring;
    }

    /** What is known of a message; blocks for the store. */
    public Trace of(MessageId message) {
        Set<Device> told = new HashSet<>();
        List<TraceEvent> settled = outbox.trace(message).stream()
                .filter(line -> line.end().pushId() == null
                        || told.add(new Device(line.part(), line.end().pushId())))
                .map(Traces::event)
                .toList();
        List<TraceEvent> events = new ArrayList<>(settled);
        for (TraceEvent event : ring.events(message)) {
            // An end that is settled is told once, as the store has it.
            if (settled.stream().noneMatch(known -> sameEnd(known, event))) {
                events.add(event);
            }
        }
        // By time; the stages' own order where steps fall into one moment.
        events.sort(Comparator.comparing(TraceEvent::at).thenComparing(TraceEvent::stage));
        return new Trace(message, events);
    }

    private static TraceEvent event(SettledEnd settled) {
        return new TraceEvent(
                settled.at(),
                TraceStage.ENDED,
                settled.end().pushId(),
                settled.end().reason(),
                settled.end().vendorCode(),
                settled.end().requestId());
    }

    private static boolean sameEnd(TraceEvent one, TraceEvent other) {
        return one.stage() == other.stage()
                && one.reason() == other.reason()
                && Objects.equals(one.pushId(), other.pushId())
                && one.requestId().equals(other.requestId());
    }
}
