package io.offlinepush.core.dispatch;

import java.util.EnumSet;
import java.util.Set;

/** Where a part stands for one device, and where it may go from there. */
enum DeviceStage {
    /** To be decided. */
    UNDECIDED,
    /** It looks online and has until its deadline to acknowledge. */
    AWAITING_ACK,
    /** To be pushed, once its turn has come in the lane of its app. */
    QUEUED,
    /** Pushed, without an answer yet. */
    IN_FLIGHT,
    /** To be tried again, not before the part is: whatever else happens to the part, the vendor's delay is kept. */
    RETRYING,
    /** Over, with a reason. */
    DONE;

    private static final Set<DeviceStage> FROM_UNDECIDED = EnumSet.of(AWAITING_ACK, QUEUED, IN_FLIGHT, RETRYING, DONE);
    private static final Set<DeviceStage> FROM_AWAITING_ACK = EnumSet.of(UNDECIDED, QUEUED, IN_FLIGHT, RETRYING, DONE);
    private static final Set<DeviceStage> FROM_QUEUED = EnumSet.of(UNDECIDED, AWAITING_ACK, IN_FLIGHT, RETRYING, DONE);
    private static final Set<DeviceStage> FROM_IN_FLIGHT = EnumSet.of(UNDECIDED, RETRYING, DONE);
    private static final Set<DeviceStage> FROM_RETRYING = EnumSet.of(DONE);

    /** Whether a device may go from here to there; to where it is already, always. */
    boolean mayBecome(DeviceStage next) {
        return this == next
                || switch (this) {
                    case UNDECIDED -> FROM_UNDECIDED.contains(next);
                    case AWAITING_ACK -> FROM_AWAITING_ACK.contains(next);
                    case QUEUED -> FROM_QUEUED.contains(next);
                    case IN_FLIGHT -> FROM_IN_FLIGHT.contains(next);
                    case RETRYING -> FROM_RETRYING.contains(next);
                    case DONE -> false;
                };
    }

    /** Whether something is under way for the device in this process. */
    boolean isBusy() {
        return this == AWAITING_ACK || this == QUEUED || this == IN_FLIGHT;
    }

    /** Whether a decision about the device is of use. */
    boolean isOpenToDecision() {
        return this == UNDECIDED || this == AWAITING_ACK || this == QUEUED;
    }
}
