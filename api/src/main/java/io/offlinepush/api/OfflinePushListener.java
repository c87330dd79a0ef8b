package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Is told what happens, for metrics and alarms: ids, reasons, codes and durations; never a token, a key, a text or a payload.
 *
 * <p>Every method does nothing unless overridden. They are called one at a time, in order, on the executor for callbacks, and
 * never hold anything up: what a listener is too slow for is dropped and counted ({@link #dropped}), at more than {@code
 * listenerQueue} waiting events. A listener that throws is logged, and hears of the next event all the same. What happens
 * after {@code close} has returned, or in a process that dies, is not told.
 */
public interface OfflinePushListener {

    /**
     * Messages were stored, or were found to be stored already, together in one append.
     *
     * @param count how many, 1 to 1,024
     * @param took how long the store took
     */
    default void stored(int count, Duration took) {}

    /**
     * A step of an owed push, as {@link Diagnostics#trace} shows it. Ends that concern no single device of a large group are
     * told as counts in the trace only.
     *
     * @param messageId which message's
     * @param step the step; its {@code at} is in the store's time
     */
    default void pushStep(MessageId messageId, TraceEvent step) {}

    /**
     * A request to a vendor was answered, or given up.
     *
     * @param answer how, and after how long
     */
    default void pushAnswered(PushAnswered answer) {}

    /**
     * A session began.
     *
     * @param user whose
     * @param device where
     */
    default void sessionBegan(UserId user, DeviceId device) {}

    /**
     * A session ended.
     *
     * @param user whose
     * @param device where
     * @param reason why
     * @param lasted from its beginning
     */
    default void sessionEnded(UserId user, DeviceId device, SessionEnd reason, Duration lasted) {}

    /**
     * A device was removed because its user logged in on one more than {@code devicesPerUser}: it is neither logged in nor
     * registered any more.
     *
     * @param user the user who logged in elsewhere
     * @param device the device that was removed
     */
    default void deviceRemoved(UserId user, DeviceId device) {}

    /**
     * A call was refused for want of room.
     *
     * @param call for example {@code send}
     */
    default void overloaded(String call) {}

    /**
     * A port failed or took too long; the library goes on as its documentation says. Not told of a host's call whose stage
     * fails with it.
     *
     * @param port for example {@code messageStore} or {@code presence}
     * @param failure the name of what was thrown, for example {@code java.sql.SQLTransientException}, or {@code timeout}
     */
    default void portFailed(String port, String failure) {}

    /**
     * An operator has to look at something: rights at the vendor, a penalty, keys, the clock, at most once a minute for
     * each subject; or devices register for an app that no push provider serves, at most once an hour for each app.
     *
     * @param subject what it is about, for example {@code harmonyos/com.example.chat 80300002}
     * @param text what happened and what to do
     */
    default void alarm(String subject, String text) {}

    /**
     * This process was silent for longer than its lease and has a new place in the store: its sessions have ended, and what it
     * held is anybody's.
     *
     * @param lost the former node id
     */
    default void leaseLost(String lost) {}

    /**
     * Events were dropped because this listener was too slow.
     *
     * @param count how many since the last time
     */
    default void dropped(long count) {}

    /**
     * Tells this listener and then another.
     *
     * @param next is told also if this one throws
     * @return both
     */
    default OfflinePushListener andThen(OfflinePushListener next) {
        return new BothListeners(this, Objects.requireNonNull(next, "next"));
    }
}
