package io.offlinepush.core.sim;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A push that is owed, as whoever asked for it knows it: whom it is for, and which of its ends would be true. */
interface Owed {

    MessageId message();

    /** When it was asked for first, in the history's count. */
    long began();

    Instant storedAt();

    Duration expireAfter();

    /**
     * The processes that were asked for it: one of them holds it, unless there was no room. Empty if it was left to
     * any.
     */
    Set<String> askedOf();

    Urgency urgency();

    /** Whether it may be split before it is decided. */
    boolean mayBeSplit();

    /** Whether a device that looks online is given time to acknowledge it. */
    boolean waitsForDevices();

    /** Until when it may go out. */
    default Instant expiresAt() {
        return storedAt().plus(expireAfter());
    }

    /** Whether the user was surely meant from before it was asked for until some moment. */
    boolean isFor(UserId user, Instant until);

    /** Whether a write of it to this user may be. */
    boolean mayReach(UserId user, History.Write write);

    /** Whether it is for the members of a group, of whom not all may be known. */
    boolean isForGroup();

    /** Whether it is found out only when it is due whom it is for: it may be nobody. */
    boolean isForMany();

    /** Whether it names users who surely have no device. */
    boolean namesUsersWithoutDevice();

    /** Whether the device has it: by acknowledgement, or because somebody said so. */
    boolean isDelivered(@Nullable PushId pushId);

    /**
     * Whether a newer one of the same conversation could stand for it then, because it is old or may not be tried
     * again.
     */
    boolean isSuperseded(Instant at);

    /** Whether it was taken back by then, or that was under way. */
    boolean isWithdrawn(Instant at);
}
