package io.offlinepush.core.decision;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.PartId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What facts are gathered about: a part that is to be decided, or a message that somebody asks about. Read on any
 * thread.
 */
public interface Subject {

    /**
     * The part; of a message that somebody asks about, those parts of its push that are known: they share what is
     * newer.
     */
    List<PartId> parts();

    /** Where the message stands. */
    Timeline timeline();

    /** Its place there. */
    long sequence();

    /** When it was stored, in the store's time. */
    Instant storedAt();

    /** Until when it may go out, in the store's time. */
    Instant expiresAt();

    /** For whom, in a stable order. */
    List<UserId> users();

    /** The group whose members it is for; null if it is for others. */
    @Nullable
    GroupId group();

    /** Which devices. */
    Reach reach();

    /** Whether it is for this device: one of its lane, if it has a lane. */
    boolean concerns(DeviceRow row);

    /**
     * Whether something newer stands for it however young it is: a repetition must not take the place of something
     * newer.
     */
    boolean yieldsToNewer();

    /**
     * Whether its devices are read also when its time is over: a push then ends without a read, an explanation does
     * not.
     */
    default boolean isReadWhenExpired() {
        return false;
    }

    /** What was read for it already, to be used once; null if nothing was. */
    default @Nullable PreparedFacts prepared() {
        return null;
    }

    /** Whether it belongs to a notification of the host. */
    default boolean isNotification() {
        return timeline().kind() == Timeline.Kind.NOTIFICATION;
    }
}
