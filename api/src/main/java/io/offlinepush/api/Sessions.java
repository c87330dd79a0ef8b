package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/** Logs clients in whose connection this process holds. Safe for any number of threads; no call blocks. */
public interface Sessions {

    /**
     * Binds the device to the user and begins to read what the device has missed. A device that was bound to another
     * user is taken over in one step: the former session ends as {@link SessionEnd#TAKEN_OVER}, and no push for the
     * former user leaves this process for it once the stage has completed.
     *
     * <p>Where the session begins in the user's inbox and in each of their groups:
     *
     * <ul>
     *   <li>A device that was logged in for this user before, whatever ended that login: after the last entry that it has
     *       acknowledged.
     *   <li>A new device: after the last entry that any device of the user has acknowledged. What the user has seen elsewhere
     *       is not delivered again.
     *   <li>The first device of a user: at the oldest message that is kept.
     *   <li>A device that was bound by {@link Devices#login}: where it would have begun if this had been that login. So all that
     *       was pushed to it since then is delivered.
     *   <li>In a group that the user has joined after the device's first login: at the first message after they joined. In no
     *       group is anything delivered that was stored before they joined.
     * </ul>
     *
     * <p>The device keeps its place while it is away, also over {@link Session#logout}; only {@link Devices#forget} makes it new.
     *
     * @param user who
     * @param device where
     * @param platform the kind of client
     * @param channel takes what the session has to say; events may come before the stage completes
     * @return the session; completes on the executor for callbacks; fails with {@link OfflinePushException} if the store
     *     or registry does, and may be repeated
     * @throws InvalidRequestException at once, if an id is over this instance's limit ({@code idBytes})
     */
    CompletionStage<Session> login(UserId user, DeviceId device, Platform platform, ClientChannel channel);

    /**
     * Logs a user out on a device from outside (ZIM: KickedOut): the session ends as {@link SessionEnd#KICKED_OUT} and the
     * binding is cleared. Once the stage has completed, no push for the user leaves this process for that device.
     *
     * @param user who
     * @param device where
     * @return completes also if the user was not logged in there
     */
    CompletionStage<Void> kickOut(UserId user, DeviceId device);
}
