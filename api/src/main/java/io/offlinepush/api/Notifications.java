package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * Pushes for hosts that keep their own messages: the library stores only the owed push.
 *
 * <pre>{@code
 * var options = NotifyOptions.DEFAULT.withSender(alice);
 * notifications.notify(key, Audience.users(bob), PushConfig.of("Alice", "Are you there?"), options);
 * notifications.delivered(key, bob, phone);      // the host's own connection delivered it: no push
 * notifications.withdraw(key);                   // the message was revoked, or read on another device
 * }</pre>
 *
 * <p>Safe for any number of threads; no call blocks; stages complete on the executor for callbacks. Calls for one key
 * from one process take effect in the order of the calls, even if an earlier stage has not completed yet. A call from
 * another process must wait until {@code notify} has completed. Everything kept under a key is removed at the retention
 * age.
 */
public interface Notifications {

    /**
     * Owes a push to an audience. After the stage has completed, the push ends with a reason for every device of the
     * audience, as for a message.
     *
     * <p>A device that looks online, by the host's {@code Presence} or by a session, only gets the acknowledgement
     * time: report it as {@link #delivered} within that time, or it is pushed.
     *
     * @param key the host's name for the notification. While it is kept, the same call may be repeated under the same
     *     key
     * @param audience the receivers
     * @param content what the phone shows
     * @param options sender, conversation, priority, expiry and the like
     * @return the result; fails with {@link OfflinePushException} only if the outcome is unknown; repeat the call to
     *     settle it
     * @throws InvalidRequestException at once, if a field exceeds a limit of this instance, or if the audience is a
     *     group and this instance has no {@link io.offlinepush.spi.GroupDirectory}
     */
    CompletionStage<NotifyResult> notify(
            NotificationKey key, Audience audience, PushConfig content, NotifyOptions options);

    /**
     * Reports that a device has received the content of a notification. From now on no push to that device is decided.
     *
     * @param key the notification
     * @param user the owner of the device
     * @param device the device
     * @return whether the key is known. Completes when the report is stored; fails with {@link OfflinePushException} if
     *     the store fails, and may be repeated
     * @throws InvalidRequestException at once, if an id exceeds this instance's limit ({@code idBytes})
     */
    CompletionStage<Boolean> delivered(NotificationKey key, UserId user, DeviceId device);

    /**
     * Withdraws a notification. After the stage has completed, no process decides to push it and this process sends
     * nothing for it. A push that another process had already decided is sent within the binding freshness (1 second by
     * default) or not at all. For the remaining devices the push ends as {@link EndReason#WITHDRAWN} at the next
     * decision. A phone that shows the notification keeps showing it.
     *
     * @param key the notification
     * @return whether the key is known, also if it was withdrawn before; fails with {@link OfflinePushException} if
     *     that is not known, and may be repeated
     */
    CompletionStage<Boolean> withdraw(NotificationKey key);
}
