package io.offlinepush.core.delivery;

import io.offlinepush.spi.Urgency;

/** A place in the queue of a lane. Its fields belong to the lane. */
public final class LaneTicket {

    enum State {
        WAITING,
        GRANTED,
        RETURNED
    }

    final Lane lane;
    final Urgency urgency;
    final int devices;
    final Runnable onTurn;
    State state = State.WAITING;

    LaneTicket(Lane lane, Urgency urgency, int devices, Runnable onTurn) {
        this.lane = lane;
        this.urgency = urgency;
        this.devices = devices;
        this.onTurn = onTurn;
    }

    /** The lane in which it waits. */
    public Lane lane() {
        return lane;
    }
}
