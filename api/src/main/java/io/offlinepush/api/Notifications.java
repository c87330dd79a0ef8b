package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * Pushes for hosts that keep messages of their own: nothing is stored but the push that is owed.
 *
 * <pre>{@code
 * notifications.notify(key, Audience.users(bob), PushConfig.of("Alice", "Are you there?"), NotifyOptions.DEFAULT.withSender(alice));
 * notifications.delivered(key, bob, phone);      // the host's own connection brought it there: no push
 * notifications.withdraw(key);                   // the message was revoked, or read elsewhere
 * }</pre>
 *
 * <p>Safe for any number of threads; no call blocks; stages complete on the executor for callbacks. Calls for one key from one
 * process take effect in the order in which they were made, also if the stage of the one before has not completed; from
 * another process, call once {@code notify} has completed. What is kept under a key goes with the retention age.
 */
public interface Notifications {

    /**
     * Owes a push to an audience. Once the stage has completed, every device of theirs ends with a reason, as for a message.
     *
     * <p>That a device looks online, by the host's {@code Presence} or by a session, only gives it the acknowledgement time: report
     * it as {@link #delivered} within that, or it is pushed.
     *
     * @param key the host's name for it; the same call may be repeated under it for as long as it is kept
     * @param audience whom
     * @param content what the phone shows
     * @param options how
     * @return the outcome; fails with {@link OfflinePushException} only when it is unknown, and a repeated call then settles it
     * @throws InvalidRequestException at once, if a field is over a limit of this instance, or the audience is a group
     *     and this instance has no {@link io.offlinepush.spi.GroupDirectory}
     */
    CompletionStage<NotifyResult> notify(
            NotificationKey key, Audience audience, PushConfig content, NotifyOptions options);

    /**
     * Reports that a device has what the notification is about: it is not decided to be pushed from now on.
     *
     * @param key which
     * @param user whose device
     * @param device which device
     * @return whether the key is known; completes once the report is stored, fails with {@link OfflinePushException} if the
     *     store does, and may be repeated
     * @throws InvalidRequestException at once, if an id is over this instance's limit ({@code idBytes})
     */
    CompletionStage<Boolean> delivered(NotificationKey key, UserId user, DeviceId device);

    /**
     * Takes a notification back. Once the stage has completed, no process decides to push it any more, and nothing leaves this
     * process for it; what another process had decided before leaves within the binding freshness (1 second by default) or
     * not at all. Devices that it has not reached end as {@link EndReason#WITHDRAWN} when they are looked at next. A phone that
     * shows it goes on showing it.
     *
     * @param key which
     * @return whether the key is known, also if it was withdrawn before; fails with {@link OfflinePushException} if that is
     *     not known, and may be repeated
     */
    CompletionStage<Boolean> withdraw(NotificationKey key);
}
