package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.PushId;
import org.jspecify.annotations.Nullable;

/** Where a part stands for one device. Changed by its {@link PartState} alone. */
final class DeviceState {

    private final DeviceId device;
    private @Nullable PushId pushId;
    private DeviceStage stage = DeviceStage.UNDECIDED;
    private boolean maybeReached;
    private boolean rejected;
    private boolean hasDeadline;
    private long ackDeadline;

    DeviceState(DeviceId device, @Nullable PushId pushId) {
        this.device = device;
        this.pushId = pushId;
    }

    DeviceId device() {
        return device;
    }

    /** Its address when it was last decided; null if it had none. */
    @Nullable
    PushId pushId() {
        return pushId;
    }

    DeviceStage stage() {
        return stage;
    }

    /** Whether an earlier push may have reached it: a repetition leaves the badge out. */
    boolean maybeReached() {
        return maybeReached;
    }

    boolean isRejected() {
        return rejected;
    }

    /** Whether the time that it was given to acknowledge is over. False if it was given none. */
    boolean isDeadlineOver(long now) {
        return hasDeadline && now - ackDeadline >= 0;
    }

    /** Until when it may acknowledge, by the ticker. */
    long ackDeadline() {
        return ackDeadline;
    }

    /** Goes on; returns where it was. */
    DeviceStage become(DeviceStage next) {
        if (!stage.mayBecome(next)) {
            throw new IllegalStateException("a device goes from " + stage + " to " + next);
        }
        DeviceStage before = stage;
        stage = next;
        return before;
    }

    void decidedWith(@Nullable PushId address) {
        pushId = address;
    }

    /** Gives it time to acknowledge. What it was given first stays: logging in again does not win it more time. */
    void giveTime(long deadline) {
        if (!hasDeadline) {
            hasDeadline = true;
            ackDeadline = deadline;
        }
    }

    void mayHaveBeenReached() {
        maybeReached = true;
    }

    void reject() {
        rejected = true;
    }
}
