package io.offlinepush.core.wiring;

import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.Settings;
import java.time.Duration;

/** The core's settings, read and checked. */
record CoreSettings(
        Duration acknowledgementTime,
        Duration bindingFreshness,
        Duration presenceTimeout,
        Duration lease,
        Duration cursorInterval,
        int window,
        int intakeCapacity,
        int traceMessages,
        int blockingThreads,
        int callbackThreads,
        MessageLimits limits) {

    static CoreSettings read(Settings settings) {
        CoreSettings read = new CoreSettings(
                CoreSetting.ACKNOWLEDGEMENT_TIME.time(settings),
                CoreSetting.BINDING_FRESHNESS.time(settings),
                CoreSetting.PRESENCE_TIMEOUT.time(settings),
                CoreSetting.LEASE.time(settings),
                CoreSetting.CURSOR_INTERVAL.time(settings),
                CoreSetting.WINDOW.number(settings),
                CoreSetting.INTAKE_CAPACITY.number(settings),
                CoreSetting.TRACE_MESSAGES.number(settings),
                CoreSetting.BLOCKING_THREADS.number(settings),
                CoreSetting.CALLBACK_THREADS.number(settings),
                new MessageLimits(
                        CoreSetting.ID_BYTES.number(settings),
                        CoreSetting.TEXT_BYTES.number(settings),
                        CoreSetting.PAYLOAD_BYTES.number(settings),
                        CoreSetting.EXTENDED_DATA_BYTES.number(settings)));
        if (read.cursorInterval.compareTo(read.acknowledgementTime) >= 0) {
            // Another node would not see an acknowledgement in time, and push.
            throw new SettingsException(
                    CoreSetting.CURSOR_INTERVAL.key(),
                    "must be below " + CoreSetting.ACKNOWLEDGEMENT_TIME.key() + ", found "
                            + read.cursorInterval.toMillis() + "ms and " + read.acknowledgementTime.toMillis() + "ms");
        }
        return read;
    }
}
