package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * A login's live connection on this process: a reader of its user's timelines. Missed and live messages come the same
 * way, in order of their sequence, at most {@code window} unacknowledged ones at a time.
 *
 * <p>Safe for any number of threads; no call blocks. After the session has ended no call changes anything.
 */
public interface Session {

    /**
     * Whose.
     *
     * @return the user
     */
    UserId user();

    /**
     * Where.
     *
     * @return the device
     */
    DeviceId device();

    /**
     * Which login of this device: grows with each.
     *
     * @return the login number
     */
    long loginNumber();

    /**
     * The client has every entry of a timeline up to this one. Acknowledging twice, out of order, or past what was
     * delivered is harmless.
     *
     * @param timeline which
     * @param sequence the last entry that the client has
     */
    void acknowledge(Timeline timeline, long sequence);

    /** The client's connection is alive; also looks for messages that another process stored. */
    void heartbeat();

    /** The channel takes events again after it refused one. */
    void ready();

    /**
     * Registers this session's device for push, or replaces its token, as {@link Devices#registerPush(Registration)} does. No
     * other device can be named, so a client may send its token as it is.
     *
     * @param app the vendor, and the app there
     * @param token the vendor's address of this device
     * @return the PushID; or {@link RegisterResult#NOT_LOGGED_IN} if this session has ended, or its login is not the device's
     *     current one, and then nothing changed
     */
    CompletionStage<RegisterResult> registerPush(VendorApp app, DeviceToken token);

    /**
     * Ends the registration of this session's device. Once the stage has completed, no push of any kind leaves this process
     * for it; it stays logged in and gets messages while connected.
     *
     * @return completes also if the device was not registered, this session has ended, or its login is not the device's
     *     current one: then nothing changed
     */
    CompletionStage<Void> unregisterPush();

    /**
     * The connection is gone: the user is Offline, the binding stays, and pushes go out.
     *
     * @return completes when every process sees it; completes also if the session had ended before
     */
    CompletionStage<Void> disconnect();

    /**
     * The user logs out: the binding is cleared. Once the stage has completed, no push for this user leaves this process
     * for this device, and no process decides one.
     *
     * @return completes also if this login was not the current one: then nothing changed
     */
    CompletionStage<Void> logout();
}
