package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/**
 * One login with a live connection on this process. It delivers the user's timelines to the client. Missed and live
 * messages come the same way, in order of their sequence, with at most {@code window} unacknowledged messages at a
 * time.
 *
 * <p>Safe for any number of threads; no call blocks. After the session has ended, no call changes anything.
 */
public interface Session {

    /**
     * The user who is logged in.
     *
     * @return the user
     */
    UserId user();

    /**
     * The device of this session.
     *
     * @return the device
     */
    DeviceId device();

    /**
     * The number of this login. It grows with each login on the device.
     *
     * @return the login number, for example 3
     */
    long loginNumber();

    /**
     * Acknowledges that the client has every entry of a timeline up to a sequence. Calls that repeat, come out of
     * order, or go past what was delivered do no harm.
     *
     * @param timeline the timeline, as given in the event
     * @param sequence the sequence of the last entry that the client has
     */
    void acknowledge(Timeline timeline, long sequence);

    /** Reports that the client's connection is alive. Also looks for messages that another process stored. */
    void heartbeat();

    /** Reports that the channel takes events again after it refused one. */
    void ready();

    /**
     * Registers this session's device for push or replaces its token, like {@link Devices#registerPush(Registration)}.
     * It cannot name another device, so the host may pass on a token from its client unchecked.
     *
     * @param app the vendor and the app's name there
     * @param token the vendor's address of this device
     * @return the PushID; or {@link RegisterResult#NOT_LOGGED_IN} if this session has ended or its login is no longer
     *     the current one, and then nothing is changed
     */
    CompletionStage<RegisterResult> registerPush(VendorApp app, DeviceToken token);

    /**
     * Ends the registration of this session's device. After the stage has completed, this process sends no push of any
     * kind to the device. The device stays logged in and gets messages while it is connected.
     *
     * @return completes also if nothing was changed: the device was not registered, this session has ended, or its
     *     login is no longer the current one
     */
    CompletionStage<Void> unregisterPush();

    /**
     * Reports that the connection is lost. The user's state becomes Offline, the binding stays, and messages are
     * pushed.
     *
     * @return completes when every process sees it; completes also if the session had ended before
     */
    CompletionStage<Void> disconnect();

    /**
     * Logs the user out and clears the binding. After the stage has completed, this process sends no push for this user
     * to this device, and no process decides to send one.
     *
     * @return completes also if this login is no longer the current one, and then nothing is changed
     */
    CompletionStage<Void> logout();
}
