package io.offlinepush.spi;

import io.offlinepush.api.EndReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What became of a part, with how it ended for devices since the last time. */
public sealed interface Settlement {

    /**
     * Which part.
     *
     * @return its id
     */
    PartId part();

    /**
     * How it ended for devices since the last settlement.
     *
     * @return kept for the trace
     */
    Ends ends();

    /**
     * How a part ended for some of its devices.
     *
     * @param counts for how many devices it ended, by reason
     * @param lines one for each of at most 10 devices, or for those that were rejected or whose token was invalid
     */
    record Ends(Map<EndReason, Integer> counts, List<DeviceEnd> lines) {

        /** For none. */
        public static final Ends NONE = new Ends(Map.of(), List.of());

        /** Copies both. */
        public Ends {
            counts = Map.copyOf(counts);
            lines = List.copyOf(lines);
        }
    }

    /**
     * It is over for every device.
     *
     * @param part which
     * @param ends how it ended for the last of them
     */
    record Completed(PartId part, Ends ends) implements Settlement {}

    /**
     * It is over, and for some devices without having been accepted: kept aside, to be listed and requeued.
     *
     * @param part which
     * @param ends how it ended for the last of them
     * @param reason why it is dead
     * @param progress what whoever takes it after a requeue must know
     */
    record Dead(PartId part, Ends ends, EndReason reason, Bytes progress) implements Settlement {}

    /**
     * It is to be tried again later, by anybody.
     *
     * @param part which
     * @param ends how it ended for devices
     * @param after how long to wait
     * @param lane the vendor app of those that are left; empty if there are several
     * @param progress what whoever tries next must know
     */
    record Rescheduled(PartId part, Ends ends, Duration after, String lane, Bytes progress) implements Settlement {}

    /**
     * It is over for some devices, and the node keeps it for the others.
     *
     * @param part which
     * @param ends how it ended for devices
     * @param progress what whoever has to take over must know
     */
    record Checkpoint(PartId part, Ends ends, Bytes progress) implements Settlement {}

    /**
     * A page of its audience has become parts of their own, which the node holds. Atomic: the parts are there and the
     * progress is written, or neither.
     *
     * @param part which
     * @param ends how it ended for devices of the page
     * @param progress where the next page begins
     * @param parts the new parts, each index once
     * @param last whether that was the last page: then the part itself is over
     */
    record Split(PartId part, Ends ends, Bytes progress, List<NewPart> parts, boolean last) implements Settlement {
        /** Copies the list. */
        public Split {
            parts = List.copyOf(parts);
        }
    }
}
