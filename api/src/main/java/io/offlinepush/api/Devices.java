package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * Registers devices for push, and binds them to users for hosts that keep their own sessions.
 *
 * <p>Registration and login may come in either order. A device that registers before any login is kept without a user
 * and is not pushed to. The next login binds it.
 *
 * <p><b>Authenticate the device before you call.</b> The library believes the ids that it is given. A caller who
 * registers a token for another user's device receives that user's pushes with title, text and payload. A caller who
 * unregisters the device silences it. Therefore do not trust a device id sent by a client: use the id that your server
 * issued to this installation and that the client has proved to own. A host with sessions of the library uses
 * {@link Session#registerPush}, which registers only the session's own device. A host that has authenticated a user
 * uses {@link #registerPush(UserId, Registration)}, which is refused unless that user is logged in on the device.
 *
 * <p><b>A user has at most {@code devicesPerUser} devices</b>, 10 by default. A login on one more device removes
 * another one in the same step: the device without a session that was silent longest (since its last login,
 * registration or disconnect). If all have a session, the one that was silent longest is removed and its session ends
 * as {@link SessionEnd#KICKED_OUT}. A removed device is neither logged in nor registered; its client must log in and
 * register again. {@link OfflinePushListener#deviceRemoved} reports it.
 *
 * <p>Safe for any number of threads; no call blocks. Stages complete on the executor for callbacks and fail with
 * {@link OfflinePushException} if the registry or the store fails. Every call may be repeated.
 */
public interface Devices {

    /**
     * Registers a device or replaces its token, whether or not a user is logged in there. The PushID stays the same.
     * After the stage has completed, this process sends no push to the device's former token. If another device had the
     * token, that device loses it in the same step.
     *
     * <p>Call this only for a device that the host has authenticated: see above.
     *
     * @param registration the device, its vendor app and its token
     * @return the PushID, or the reason for a refusal. An app that is not configured is refused and raises an alarm, at
     *     most once an hour
     * @throws InvalidRequestException at once, if the device id exceeds this instance's limit ({@code idBytes})
     */
    CompletionStage<RegisterResult> registerPush(Registration registration);

    /**
     * Registers a device like {@link #registerPush(Registration)}, but only if this user is logged in there at that
     * moment.
     *
     * @param user the user whom the host has authenticated
     * @param registration the device, its vendor app and its token
     * @return the PushID; or {@link RegisterResult#NOT_LOGGED_IN} if another user or no user is logged in on the
     *     device, and then nothing is changed
     */
    CompletionStage<RegisterResult> registerPush(UserId user, Registration registration);

    /**
     * Ends a device's registration. After the stage has completed, this process sends no push of any kind to the
     * device. The device stays logged in and gets messages while it is connected.
     *
     * <p>Call this only for a device that the host has authenticated: see above.
     *
     * @param device the device
     * @return completes also if the device was not registered
     */
    CompletionStage<Void> unregisterPush(DeviceId device);

    /**
     * Binds a device to a user without a session, for hosts that keep connections and presence themselves. If the
     * device was bound to another user, it is taken over in the same step.
     *
     * <p>The position for a later session is set now. If the device later opens its first session with the library,
     * that session begins where it would have begun at this moment (see {@link Sessions#login}), so it includes
     * everything pushed since.
     *
     * @param user the user who logged in
     * @param device the device
     * @param platform the kind of client
     * @return completes when the device is bound
     * @throws InvalidRequestException at once, if an id exceeds this instance's limit ({@code idBytes})
     */
    CompletionStage<Void> login(UserId user, DeviceId device, Platform platform);

    /**
     * Deletes what is kept about a user: the bindings and registrations of their devices, sessions, inbox, cursors, and
     * the pushes that the inbox still owes. Messages that the user sent stay with their receivers. A notification of
     * the host whose audience includes the user is kept until the retention age, but finds no device of theirs.
     *
     * @param user the user to delete
     * @return completes when everything is deleted; may be repeated
     */
    CompletionStage<Void> forget(UserId user);

    /**
     * Clears a device's binding if it is bound to this user. After the stage has completed, this process sends no push
     * for the user to that device.
     *
     * @param user the user who logs out
     * @param device the device
     * @return completes also if the device was not bound to this user
     */
    CompletionStage<Void> logout(UserId user, DeviceId device);
}
