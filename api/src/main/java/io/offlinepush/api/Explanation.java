package io.offlinepush.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a message, or a {@linkplain Notifications notification}, is or is not pushed to a user: the decision as it would be made now,
 * for each of their devices, and what became of it so far.
 *
 * @param messageId which message
 * @param user whose devices
 * @param reason why no device of the user is looked at: {@link EndReason#NO_PUSH_CONFIG} if nothing was owed, {@link
 *     EndReason#NOT_MEMBER} if it is not for the user (somebody else's inbox, not in the audience of a notification, or its sender):
 *     nothing is owed for them; {@link EndReason#NO_BINDING} if they have no device; null if devices follow, or the message is not known (any more)
 * @param devices one for each device that is logged in for the user
 */
public record Explanation(
        MessageId messageId, UserId user, @Nullable EndReason reason, List<Device> devices) {

    /** What would be done now. More may come in a later version: a {@code switch} needs a default. */
    public enum Next {
        /** The device would be woken. */
        PUSH,
        /** It looks online, and would be given the acknowledgement time. */
        WAIT,
        /** Nothing would be pushed: {@link Device#reason} says why. */
        NOTHING
    }

    /**
     * One device. {@link EndReason#SUPERSEDED} is told while the push is open: whether a newer one would stand for what has ended
     * is not looked at. Of a push to more than a hundred, or to a group, it is told once the push has ended for some of a part that is
     * still open. That a repetition must not {@linkplain Replace replace} something newer is not
     * looked at.
     *
     * @param device which
     * @param pushId its address; null if it is not registered
     * @param ended how the push did end for it, where the trace has a line of its own for the device; null if it has not ended,
     *     or that is not known
     * @param next what would be done if it were decided now
     * @param reason why nothing would be pushed; null if something would
     * @param online whether it looks online; false for a notification for everyone, of which nobody asks
     * @param acknowledged the highest sequence that it has acknowledged in the message's timeline
     */
    public record Device(
            DeviceId device,
            @Nullable PushId pushId,
            @Nullable EndReason ended,
            Next next,
            @Nullable EndReason reason,
            boolean online,
            long acknowledged) {

        /** Refuses null where none is allowed. */
        public Device {
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(next, "next");
        }
    }

    /** Copies the list. */
    public Explanation {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(user, "user");
        devices = List.copyOf(devices);
    }
}
