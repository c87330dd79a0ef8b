package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * Registers devices for push, and binds them to users where the host keeps sessions of its own.
 *
 * <p>Registration and login come in either order: a device that registers before any login is kept without a user and
 * nothing is pushed to it; the next login binds it.
 *
 * <p><b>Authenticate the device before you call.</b> The library believes the ids that it is given. Whoever may register a
 * token for another user's device receives that user's pushes, title, text and payload; whoever may unregister it silences
 * it. So a device id that a client sends is not enough: take the id that your server gave to this installation, and that the
 * client has proved to be its own. A host with sessions of the library uses {@link Session#registerPush}, which registers the
 * session's own device and no other; a host that has authenticated a user uses {@link #registerPush(UserId, Registration)},
 * which is refused for a device on which another user, or nobody, is logged in.
 *
 * <p><b>A user has at most {@code devicesPerUser} devices</b> (10 by default). A login on one more removes, in the same step,
 * the device that has no session and was silent longest (since its last login, registration or disconnect); if all have
 * a session, the one that was silent longest of those, whose session ends as {@link SessionEnd#KICKED_OUT}. A removed device is
 * neither logged in nor registered; the client logs in and registers again. {@link OfflinePushListener#deviceRemoved} is told.
 *
 * <p>Safe for any number of threads; no call blocks; stages complete on the executor for callbacks and fail with {@link
 * OfflinePushException} if the registry or the store does. Every call may be repeated.
 */
public interface Devices {

    /**
     * Registers a device whoever is logged in on it, or replaces its token: the PushID stays. Once the stage has completed, no push leaves this process
     * for the token that the device had before. A token that another device had leaves that device, likewise.
     *
     * <p>Only for a device that the host has authenticated: see above.
     *
     * @param registration the device, its vendor app and its token
     * @return the PushID, or why not: an app that is not configured is refused, and alarms an operator once an hour
     * @throws InvalidRequestException at once, if the device's id is over this instance's limit ({@code idBytes})
     */
    CompletionStage<RegisterResult> registerPush(Registration registration);

    /**
     * Registers a device as {@link #registerPush(Registration)} does, if this user is logged in on it at that moment.
     *
     * @param user the user whom the host has authenticated
     * @param registration the device, its vendor app and its token
     * @return the PushID; or {@link RegisterResult#NOT_LOGGED_IN} if another user or nobody is logged in on the device, and
     *     then nothing changed
     */
    CompletionStage<RegisterResult> registerPush(UserId user, Registration registration);

    /**
     * Ends a device's registration. Once the stage has completed, no push of any kind leaves this process for it; it
     * stays logged in and gets messages while connected.
     *
     * <p>Only for a device that the host has authenticated: see above.
     *
     * @param device which
     * @return completes also if it was not registered
     */
    CompletionStage<Void> unregisterPush(DeviceId device);

    /**
     * Binds a device to a user without a session: for hosts that keep connections and presence themselves. A device that
     * was bound to another user is taken over in the same step.
     *
     * <p>A first session of the library on this device, should there be one, begins where it would have begun now: {@link
     * Sessions#login} says where that is. So nothing that is pushed from now on is missing there.
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
