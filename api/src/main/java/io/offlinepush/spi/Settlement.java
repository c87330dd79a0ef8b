package io.offlinepush.spi;

import io.offlinepush.api.EndReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The progress of a part, with how it ended for devices since its last settlement.
 *
 * <p>A later version may add more.
 */
public sealed interface Settlement {

    /**
     * The part that is settled.
     *
     * @return its id
     */
    PartId part();

    /**
     * How the part ended for devices since its last settlement.
     *
     * @return kept for the trace
     */
    Ends ends();

    /**
     * How a part ended for some of its devices.
     *
     * @param counts the number of devices for each reason
     * @param lines one line for each of at most 10 devices, or for those that were rejected or whose token was invalid
     */
    record Ends(Map<EndReason, Integer> counts, List<DeviceEnd> lines) {

        /** No device has ended. */
        public static final Ends NONE = new Ends(Map.of(), List.of());

        /** Copies both. */
        public Ends {
            counts = Map.copyOf(counts);
            lines = List.copyOf(lines);
        }
    }

    /**
     * The part has ended for every device.
     *
     * @param part the part
     * @param ends how it ended for the last of them
     */
    record Completed(PartId part, Ends ends) implements Settlement {
        /** Refuses null. */
        public Completed {
            Objects.requireNonNull(part, "part");
            Objects.requireNonNull(ends, "ends");
        }
    }

    /**
     * The part has ended, and for some devices without having been accepted. It is kept aside as a dead letter, to be
     * listed and requeued.
     *
     * @param part the part
     * @param ends how it ended for the last devices
     * @param reason why it is dead
     * @param progress state for the next node that claims this part after a requeue
     */
    record Dead(PartId part, Ends ends, EndReason reason, Bytes progress) implements Settlement {
        /** Refuses null. */
        public Dead {
            Objects.requireNonNull(part, "part");
            Objects.requireNonNull(ends, "ends");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(progress, "progress");
        }
    }

    /**
     * The part is to be retried later by any node: it is unclaimed from now on.
     *
     * @param part the part
     * @param ends how it ended for devices
     * @param after how long from now it is not due, zero or more
     * @param lane the vendor app of the remaining devices; empty if there are several
     * @param progress state for the next node that claims this part
     */
    record Rescheduled(PartId part, Ends ends, Duration after, String lane, Bytes progress) implements Settlement {
        /**
         * Refuses null.
         *
         * @throws IllegalArgumentException if {@code after} is negative
         */
        public Rescheduled {
            Objects.requireNonNull(part, "part");
            Objects.requireNonNull(ends, "ends");
            Objects.requireNonNull(lane, "lane");
            Objects.requireNonNull(progress, "progress");
            if (after.isNegative()) {
                throw new IllegalArgumentException("after must not be negative, found " + after);
            }
        }
    }

    /**
     * The part has ended for some devices, and the node goes on with the others.
     *
     * @param part the part
     * @param ends how it ended for devices
     * @param progress state for the next node that claims this part if this one is lost
     */
    record Checkpoint(PartId part, Ends ends, Bytes progress) implements Settlement {
        /** Refuses null. */
        public Checkpoint {
            Objects.requireNonNull(part, "part");
            Objects.requireNonNull(ends, "ends");
            Objects.requireNonNull(progress, "progress");
        }
    }

    /**
     * A page of the part's audience has become parts of their own, which the node holds. Atomic: the new parts are
     * there and the progress is written, or neither.
     *
     * @param part the part
     * @param ends how it ended for devices of the page
     * @param progress where the next page begins
     * @param parts the new parts, each index once
     * @param last whether that was the last page: then the part itself has ended
     */
    record Split(PartId part, Ends ends, Bytes progress, List<NewPart> parts, boolean last) implements Settlement {
        /** Copies the list. */
        public Split {
            Objects.requireNonNull(part, "part");
            Objects.requireNonNull(ends, "ends");
            Objects.requireNonNull(progress, "progress");
            parts = List.copyOf(parts);
        }
    }
}
