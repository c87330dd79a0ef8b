package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import io.offlinepush.spi.AlarmSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator has to look at, in the log and for the host's listener: at most once a minute for each subject,
 * whatever the load.
 */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Subjects are few (settings, known codes); unknown codes of a vendor gone mad must not fill the heap. */
    private static final int MOST_SUBJECTS = 256;

    private final Environment.Ticker ticker;
    private final AlarmSink sink;
    private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

    Alarms(Environment.Ticker ticker, AlarmSink sink) {
        this.sink = sink;
        this.ticker = ticker;
    }

    /**
     * Warns, unless it did within the last minute.
     *
     * @param subject what it is about: a setting, or an app with a vendor code
     * @param text what happened; no token, key, text or payload
     */
    void raise(String subject, String text) {
        raise(subject, subject, text);
    }

    /**
     * Warns, unless it gave the same text within the last minute: for a few texts that are alike each time, so that a
     * new cause shows at once.
     *
     * @param subject what it is about
     * @param text what happened; no token, key, text or payload, and nothing that differs each time
     */
    void raiseEach(String subject, String text) {
        raise(subject + ": " + text, subject, text);
    }

    private void raise(String about, String subject, String text) {
        long now = ticker.nanos();
        if (lastNanos.size() >= MOST_SUBJECTS) {
            lastNanos.values().removeIf(at -> now - at >= QUIET.toNanos());
        }
        boolean[] due = {false};
        if (lastNanos.size() < MOST_SUBJECTS || lastNanos.containsKey(about)) {
            lastNanos.compute(about, (key, at) -> {
                due[0] = at == null || now - at >= QUIET.toNanos();
                return due[0] ? Long.valueOf(now) : at;
            });
        }
        if (due[0]) {
            LOG.warn("{}: {}", subject, text);
            sink.raise(subject, text);
        }
    }
}
