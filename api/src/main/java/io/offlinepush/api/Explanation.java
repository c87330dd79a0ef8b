package io.offlinepush.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a message or a {@linkplain Notifications notification} is or is not pushed to a user: for each device the
 * decision that would be made now, and what has happened so far.
 *
 * @param messageId the message
 * @param user the user
 * @param reason why none of the user's devices is considered: {@link EndReason#NO_PUSH_CONFIG} if nothing was owed,
 *     {@link EndReason#NOT_MEMBER} if the push is not for this user (another user's inbox, or not in the audience, or
 *     the sender of the notification), {@link EndReason#NO_BINDING} if the user has no device. Null if devices are
 *     listed, or if the message is unknown or no longer kept
 * @param devices one entry for each device on which the user is logged in
 */
public record Explanation(
        MessageId messageId, UserId user, @Nullable EndReason reason, List<Device> devices) {

    /** The decision that would be made now. A later version may add constants: write a default in a {@code switch}. */
    public enum Next {
        /** The device would be pushed to. */
        PUSH,
        /** The device looks online and would get the acknowledgement time. */
        WAIT,
        /** Nothing would be pushed, for the {@link Device#reason}. */
        NOTHING
    }

    /**
     * The decision for one device.
     *
     * <p>Limits: {@link EndReason#SUPERSEDED} is given while the push is open; for a push that has ended, newer pushes
     * are not looked up. After a push to more than a hundred users or to a group has ended for some devices, it is
     * given if their part is still open. Whether a retry must not {@linkplain Replace replace} a newer notification is
     * not considered.
     *
     * @param device the device
     * @param pushId its PushID; null if it is not registered
     * @param ended how the push ended for this device, if the trace has a step for the device. Null if the push has not
     *     ended, or if that is not known
     * @param next the decision that would be made now
     * @param reason why nothing would be pushed; null otherwise
     * @param online whether the device looks online; false for a notification for {@link Reach#EVERYONE}, because
     *     presence is not asked
     * @param acknowledged the highest sequence that the device has acknowledged in the message's timeline
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
