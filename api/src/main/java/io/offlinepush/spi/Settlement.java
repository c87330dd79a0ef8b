package io.offlinepush.spi;

import java.time.Duration;
import java.util.List;

/** What became of a part, with the devices for which it ended since the last time. */
public sealed interface Settlement {

    /**
     * Which part.
     *
     * @return its id
     */
    PartId part();

    /**
     * The devices for which it ended.
     *
     * @return kept for the trace
     */
    List<DeviceEnd> ends();

    /**
     * It is over for every device.
     *
     * @param part which
     * @param ends the devices for which it ended
     */
    record Ended(PartId part, List<DeviceEnd> ends) implements Settlement {
        /** Copies the list. */
        public Ended {
            ends = List.copyOf(ends);
        }
    }

    /**
     * It is to be tried again later, by anybody.
     *
     * @param part which
     * @param ends the devices for which it ended
     * @param after how long to wait
     * @param progress what whoever tries next must know
     */
    record Again(PartId part, List<DeviceEnd> ends, Duration after, Bytes progress) implements Settlement {
        /** Copies the list. */
        public Again {
            ends = List.copyOf(ends);
        }
    }

    /**
     * It is over for some devices, and the node keeps it for the others.
     *
     * @param part which
     * @param ends the devices for which it ended
     * @param progress what whoever has to take over must know
     */
    record Kept(PartId part, List<DeviceEnd> ends, Bytes progress) implements Settlement {
        /** Copies the list. */
        public Kept {
            ends = List.copyOf(ends);
        }
    }
}
