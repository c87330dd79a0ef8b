package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Receives events for metrics and alarms. Events contain ids, reasons, codes and durations, never a token, a key, a
 * text or a payload.
 *
 * <p>Every method does nothing by default. Methods are called one at a time, in order, on the executor for callbacks,
 * and never delay anything else: if more than {@code listenerQueue} events wait, new events are dropped and counted
 * ({@link #dropped}). An exception of a listener is logged, and the next event is delivered. Events after {@code close}
 * has returned, or in a process that dies, are not delivered.
 */
public interface OfflinePushListener {

    /**
     * One append has stored messages, or has found that they were stored already.
     *
     * @param count the number of messages, 1 to 1,024
     * @param took the duration of the append
     */
    default void stored(int count, Duration took) {}

    /**
     * An owed push has made a step, as shown by {@link Diagnostics#trace}. For a large group, ends without a step of
     * their own appear only as counts in the trace.
     *
     * @param messageId the message
     * @param step the step; its {@code at} is in the store's time
     */
    default void pushStep(MessageId messageId, TraceEvent step) {}

    /**
     * A request to a vendor was answered or given up.
     *
     * @param answer the result and the duration
     */
    default void pushAnswered(PushAnswered answer) {}

    /**
     * A session began.
     *
     * @param user the user
     * @param device the device
     */
    default void sessionBegan(UserId user, DeviceId device) {}

    /**
     * A session ended.
     *
     * @param user the user
     * @param device the device
     * @param reason why it ended
     * @param lasted the duration of the session
     */
    default void sessionEnded(UserId user, DeviceId device, SessionEnd reason, Duration lasted) {}

    /**
     * A device was removed because its user logged in on more than {@code devicesPerUser} devices. The device is no
     * longer logged in or registered.
     *
     * @param user the user who logged in on another device
     * @param device the removed device
     */
    default void deviceRemoved(UserId user, DeviceId device) {}

    /**
     * A call was rejected because the instance is at capacity.
     *
     * @param call the name of the call, for example {@code send}
     */
    default void overloaded(String call) {}

    /**
     * A port failed or timed out, and the library went on as documented. Not called if a stage of the host fails with
     * the same failure.
     *
     * @param port for example {@code messageStore} or {@code presence}
     * @param failure the class of the exception, for example {@code java.sql.SQLTransientException}, or {@code timeout}
     */
    default void portFailed(String port, String failure) {}

    /**
     * An operator must act. Either the vendor reports a problem with rights, keys, the clock or a penalty: at most one
     * alarm a minute for each subject. Or devices register for an app that no push provider serves: at most one alarm
     * an hour for each app.
     *
     * @param subject the subject, for example {@code harmonyos/com.example.chat 80300002}
     * @param text what happened and what to do
     */
    default void alarm(String subject, String text) {}

    /**
     * This process was silent for longer than its lease and continues under a new node id. Its sessions have ended, and
     * the parts that it held are unclaimed.
     *
     * @param lost the former node id
     */
    default void leaseLost(String lost) {}

    /**
     * Events were dropped because this listener was too slow.
     *
     * @param count the number of events since the last report
     */
    default void dropped(long count) {}

    /**
     * Combines this listener with another.
     *
     * @param next called after this listener, even if this one throws
     * @return the combined listener
     */
    default OfflinePushListener andThen(OfflinePushListener next) {
        return new BothListeners(this, Objects.requireNonNull(next, "next"));
    }
}
