package io.offlinepush.core.trace;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Trace;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement.Ends;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Puts a message's trace together: the ends from the store, the finer steps from this process's buffer. */
public final class Traces {

    /** Ends that name devices are of one settlement: a part ends once for each of them. */
    private record Named(PartId part, Ends ends) {}

    private final Outbox outbox;
    private final PushTrace trace;

    /** Traces of one instance. */
    public Traces(Outbox outbox, PushTrace trace) {
        this.outbox = outbox;
        this.trace = trace;
    }

    /** What is known of a message; blocks for the store. */
    public Trace of(MessageId message) {
        List<SettledEnd> ends = once(outbox.trace(message));
        List<TraceEvent> settled = ends.stream()
                .flatMap(end -> end.ends().lines().stream().map(line -> event(end.at(), line)))
                .toList();
        Map<EndReason, Integer> counts = new EnumMap<>(EndReason.class);
        ends.forEach(end -> end.ends().counts().forEach((reason, count) -> counts.merge(reason, count, Integer::sum)));
        List<TraceEvent> events = new ArrayList<>(settled);
        for (TraceEvent event : trace.events(message)) {
            // An end that is settled is told once, as the store has it.
            if (settled.stream().noneMatch(known -> sameEnd(known, event))) {
                events.add(event);
            }
        }
        // Storing comes first, whatever this process believes of the store's clock; then by time, and by the stages'
        // own order where
        // steps fall into one moment.
        events.sort(Comparator.comparing((TraceEvent event) -> event.stage() != TraceStage.STORED)
                .thenComparing(TraceEvent::at)
                .thenComparing(TraceEvent::stage));
        return new Trace(message, events, counts);
    }

    /** A settlement whose outcome was unknown is written again, and may stand twice. */
    private static List<SettledEnd> once(List<SettledEnd> ends) {
        Set<Named> told = new HashSet<>();
        return ends.stream()
                .filter(end -> end.ends().lines().stream().allMatch(line -> line.pushId() == null)
                        || told.add(new Named(end.part(), end.ends())))
                .toList();
    }

    private static TraceEvent event(Instant at, DeviceEnd end) {
        return new TraceEvent(at, TraceStage.ENDED, end.pushId(), end.reason(), end.vendorCode(), end.requestId(), "");
    }

    private static boolean sameEnd(TraceEvent one, TraceEvent other) {
        return one.stage() == other.stage()
                && one.reason() == other.reason()
                && Objects.equals(one.pushId(), other.pushId())
                && one.requestId().equals(other.requestId());
    }
}
