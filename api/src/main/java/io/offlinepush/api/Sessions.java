package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/** Logs in clients whose connection this process holds. Safe for any number of threads; no call blocks. */
public interface Sessions {

    /**
     * Binds the device to the user and starts to deliver what the device has missed. If the device was bound to another
     * user, it is taken over in one step: the former session ends as {@link SessionEnd#TAKEN_OVER}. After the stage has
     * completed, this process sends no push for the former user to the device.
     *
     * <p>Where the session begins in the user's inbox and in each of their groups:
     *
     * <ul>
     *   <li>A device that this user was logged in on before: after the last entry that the device has acknowledged,
     *       however the earlier login ended.
     *   <li>A new device: after the last entry that any device of the user has acknowledged. What the user has seen
     *       elsewhere is not delivered again.
     *   <li>The first device of a user: at the oldest kept message.
     *   <li>A device that was bound by {@link Devices#login}: where a session would have begun at the time of that
     *       login. Everything pushed to the device since then is delivered.
     *   <li>A group that the user joined after the device's first login: at the first message after the user joined.
     *       Messages stored before the user joined a group are never delivered.
     * </ul>
     *
     * <p>The device keeps its position while it is away, also after {@link Session#logout}. Only {@link Devices#forget}
     * resets it.
     *
     * @param user the user
     * @param device the device
     * @param platform the kind of client
     * @param channel takes the session's events; events may arrive before the stage completes
     * @return the session; completes on the executor for callbacks. Fails with {@link OfflinePushException} if the
     *     store or the registry fails; the call may be repeated
     * @throws InvalidRequestException at once, if an id exceeds this instance's limit ({@code idBytes})
     */
    CompletionStage<Session> login(UserId user, DeviceId device, Platform platform, ClientChannel channel);

    /**
     * Logs a user out on a device on the server's initiative (ZIM: KickedOut). The session ends as
     * {@link SessionEnd#KICKED_OUT} and the binding is cleared. After the stage has completed, this process sends no
     * push for the user to that device.
     *
     * @param user the user
     * @param device the device
     * @return completes also if the user was not logged in there
     */
    CompletionStage<Void> kickOut(UserId user, DeviceId device);
}
