package io.offlinepush.spi;

import io.offlinepush.api.Environment;
import java.util.Objects;

/**
 * What a provider is given when it is opened.
 *
 * @param settings the host's settings below {@code <id>.}, without that prefix
 * @param environment time and threads; a provider uses no others where it can be helped
 * @param alarms takes what an operator has to look at
 */
public record ProviderContext(Settings settings, Environment environment, AlarmSink alarms) {

    /** Refuses null. */
    public ProviderContext {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(alarms, "alarms");
    }

    /**
     * With nobody who takes alarms.
     *
     * @param settings the settings below {@code <id>.}, without that prefix
     * @param environment time and threads
     */
    public ProviderContext(Settings settings, Environment environment) {
        this(settings, environment, AlarmSink.NONE);
    }
}
