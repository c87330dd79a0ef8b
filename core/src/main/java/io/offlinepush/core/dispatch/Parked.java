package io.offlinepush.core.dispatch;

import io.offlinepush.core.delivery.DecisionStamp;
import io.offlinepush.core.delivery.Lane;
import io.offlinepush.core.delivery.LaneTicket;
import io.offlinepush.core.delivery.Wake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices of a part that wait for their turn in a lane, with the decision to push them. Belongs to the part's loop. */
final class Parked {

    private final Lane lane;
    private @Nullable LaneTicket ticket;
    private List<Wake> wakes;
    private DecisionStamp stamp;

    Parked(Lane lane, List<Wake> wakes, DecisionStamp stamp) {
        this.lane = lane;
        this.wakes = wakes;
        this.stamp = stamp;
    }

    Lane lane() {
        return lane;
    }

    /** Its place in the lane. */
    LaneTicket ticket() {
        if (ticket == null) {
            throw new IllegalStateException("nothing is parked without a ticket");
        }
        return ticket;
    }

    void holds(LaneTicket place) {
        ticket = place;
    }

    List<Wake> wakes() {
        return wakes;
    }

    DecisionStamp stamp() {
        return stamp;
    }

    /** A newer decision takes the place of the one that waits. */
    void replace(List<Wake> newer, DecisionStamp when) {
        wakes = newer;
        stamp = when;
    }
}
