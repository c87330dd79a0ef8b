package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/** Logs clients in whose connection this process holds. Safe for any number of threads; no call blocks. */
public interface Sessions {

    /**
     * Binds the device to the user and begins to read what the device has missed. A device that was bound to another
     * user is taken over in one step: the former session ends as {@link SessionEnd#TAKEN_OVER}, and no push for the
     * former user leaves this process for it once the stage has completed.
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
