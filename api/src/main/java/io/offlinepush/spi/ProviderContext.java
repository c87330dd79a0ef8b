package io.offlinepush.spi;

import io.offlinepush.api.Environment;
import java.util.Objects;

/**
 * What a provider is given when it is opened.
 *
 * @param settings the host's settings below {@code <id>.}, without that prefix
 * @param environment time and threads; a provider uses no others where it can be helped
 */
public record ProviderContext(Settings settings, Environment environment) {

    /** Refuses null. */
    public ProviderContext {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(environment, "environment");
    }
}
