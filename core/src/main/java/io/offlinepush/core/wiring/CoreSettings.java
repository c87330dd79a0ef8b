package io.offlinepush.core.wiring;

import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.SettingsException;
import io.offlinepush.core.delivery.LaneLimits;
import io.offlinepush.core.dispatch.DispatchLimits;
import io.offlinepush.core.session.SessionLimits;
import io.offlinepush.spi.Settings;
import java.time.Duration;

/** The core's settings, read and checked. */
record CoreSettings(
        DecisionTimes times,
        DispatchLimits dispatch,
        SessionLimits sessions,
        Duration lease,
        Duration backlogAge,
        Duration retention,
        int intakeCapacity,
        int traceMessages,
        int listenerQueue,
        int blockingThreads,
        int callbackThreads,
        MessageLimits limits) {

    /**
     * The times of decisions.
     *
     * @param acknowledgementTime how long a device that looks online has to acknowledge
     * @param bindingFreshness how old a decision may be when its request is written
     * @param staleAfter age beyond which only the newest push of a conversation is sent
     * @param hostTimeout how long a call to the host's presence or group directory may take
     */
    record DecisionTimes(
            Duration acknowledgementTime, Duration bindingFreshness, Duration staleAfter, Duration hostTimeout) {}

    static CoreSettings read(Settings settings) {
        CoreSettings read = new CoreSettings(
                new DecisionTimes(
                        CoreSetting.ACKNOWLEDGEMENT_TIME.time(settings),
                        CoreSetting.BINDING_FRESHNESS.time(settings),
                        CoreSetting.STALE_AFTER.time(settings),
                        CoreSetting.PRESENCE_TIMEOUT.time(settings)),
                new DispatchLimits(
                        CoreSetting.DISPATCH_LOOPS.number(settings),
                        CoreSetting.PARTS_IN_MEMORY.number(settings),
                        new LaneLimits(
                                CoreSetting.LANE_IN_FLIGHT.number(settings),
                                CoreSetting.LANE_RATE.number(settings),
                                CoreSetting.LANE_PARTS.number(settings))),
                new SessionLimits(
                        CoreSetting.SESSIONS.number(settings),
                        CoreSetting.DEVICES_PER_USER.number(settings),
                        CoreSetting.WINDOW.number(settings),
                        CoreSetting.CURSOR_INTERVAL.time(settings),
                        CoreSetting.HEARTBEAT_TIMEOUT.time(settings),
                        CoreSetting.GROUP_REFRESH.time(settings),
                        CoreSetting.ID_BYTES.number(settings)),
                CoreSetting.LEASE.time(settings),
                CoreSetting.BACKLOG_AGE.time(settings),
                CoreSetting.RETENTION.time(settings),
                CoreSetting.INTAKE_CAPACITY.number(settings),
                CoreSetting.TRACE_MESSAGES.number(settings),
                CoreSetting.LISTENER_QUEUE.number(settings),
                CoreSetting.BLOCKING_THREADS.number(settings),
                CoreSetting.CALLBACK_THREADS.number(settings),
                new MessageLimits(
                        CoreSetting.ID_BYTES.number(settings),
                        CoreSetting.TEXT_BYTES.number(settings),
                        CoreSetting.PAYLOAD_BYTES.number(settings),
                        CoreSetting.EXTENDED_DATA_BYTES.number(settings)));
        Duration cursors = read.sessions.cursorInterval();
        Duration patience = read.times.acknowledgementTime();
        if (cursors.compareTo(patience) >= 0) {
            // Another node would not see an acknowledgement in time, and push.
            throw new SettingsException(
                    CoreSetting.CURSOR_INTERVAL.key(),
                    "must be below " + CoreSetting.ACKNOWLEDGEMENT_TIME.key() + ", found " + cursors.toMillis()
                            + "ms and " + patience.toMillis() + "ms");
        }
        return read;
    }
}
