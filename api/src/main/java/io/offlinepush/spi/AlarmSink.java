package io.offlinepush.spi;

/** Takes what an operator has to look at, and hands it to the host's {@link io.offlinepush.api.OfflinePushListener}. */
@FunctionalInterface
public interface AlarmSink {

    /** Takes alarms to nowhere: for a provider that is opened without a library around it. */
    AlarmSink NONE = (subject, text) -> {};

    /**
     * Raises an alarm. Returns at once, never throws; safe for any number of threads. Providers log it too, and raise one
     * about the same subject at most once a minute.
     *
     * @param subject what it is about, for example an app with a vendor code
     * @param text what happened; no token, key, text or payload
     */
    void raise(String subject, String text);
}
