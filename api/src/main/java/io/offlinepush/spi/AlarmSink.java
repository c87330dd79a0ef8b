package io.offlinepush.spi;

/** Takes alarms for operators and passes them to the host's {@link io.offlinepush.api.OfflinePushListener}. */
@FunctionalInterface
public interface AlarmSink {

    /** Ignores alarms, for a provider that is opened without the library around it. */
    AlarmSink NONE = (subject, text) -> {};

    /**
     * Raises an alarm. Returns at once and never throws; safe for any number of threads. A provider also logs the
     * alarm, and raises at most one a minute for the same subject.
     *
     * @param subject the subject, for example an app with a vendor code
     * @param text what happened; contains no token, key, text or payload
     */
    void raise(String subject, String text);
}
