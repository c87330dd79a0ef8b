package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * Registers devices for push, and binds them to users where the host keeps sessions of its own.
 *
 * <p>Registration and login come in either order: a device that registers before any login is kept without a user and
 * nothing is pushed to it; the next login binds it.
 *
 * <p>Safe for any number of threads; no call blocks; stages complete on the executor for callbacks and fail with {@link
 * OfflinePushException} if the registry does. Every call may be repeated.
 */
public interface Devices {

    /**
     * Registers a device, or replaces its token: the PushID stays. A token that another device had leaves that device.
     *
     * @param registration what the device says
     * @return the PushID, or why not: an app that is not configured is refused, and alarms an operator once an hour
     * @throws InvalidRequestException at once, if the device's id is over this instance's limit ({@code idBytes})
     */
    CompletionStage<RegisterResult> registerPush(Registration registration);

    /**
     * Ends a device's registration. Once the stage has completed, no push of any kind leaves this process for it; it
     * stays logged in and gets messages while connected.
     *
     * @param device which
     * @return completes also if it was not registered
     */
    CompletionStage<Void> unregisterPush(DeviceId device);

    /**
     * Binds a device to a user without a session: for hosts that keep connections and presence themselves. A device that
     * was bound to another user is taken over in the same step.
     *
     * @param user who logged in
     * @param device where
     * @param platform the kind of client
     * @return completes once bound
     * @throws InvalidRequestException at once, if an id is over this instance's limit ({@code idBytes})
     */
    CompletionStage<Void> login(UserId user, DeviceId device, Platform platform);

    /**
     * Forgets a user: bindings and registrations of their devices, sessions, inbox, cursors, and the pushes that the inbox
     * still owes. What they sent to others stays with those, and a
     * notification of the host that names them is kept until the retention age; it finds no device of theirs any more.
     *
     * @param user whom
     * @return completes once it is done; may be repeated
     */
    CompletionStage<Void> forget(UserId user);

    /**
     * Clears a device's binding if it is bound to this user. Once the stage has completed, no push for the user leaves
     * this process for that device.
     *
     * @param user who logs out
     * @param device where
     * @return completes also if it was not bound to this user
     */
    CompletionStage<Void> logout(UserId user, DeviceId device);
}
