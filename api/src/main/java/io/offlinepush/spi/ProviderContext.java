package io.offlinepush.spi;

import io.offlinepush.api.Environment;
import java.util.Objects;

/**
 * What a provider gets when it is opened.
 *
 * @param settings the host's settings below {@code <id>.}, without that prefix
 * @param environment time and threads; a provider uses no others if it can avoid it
 * @param alarms takes alarms for operators
 */
public record ProviderContext(Settings settings, Environment environment, AlarmSink alarms) {

    /** Refuses null. */
    public ProviderContext {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(alarms, "alarms");
    }

    /**
     * A context whose alarms go nowhere.
     *
     * @param settings the host's settings below {@code <id>.}, without that prefix
     * @param environment time and threads
     */
    public ProviderContext(Settings settings, Environment environment) {
        this(settings, environment, AlarmSink.NONE);
    }
}
