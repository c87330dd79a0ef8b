package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.AlarmSink;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The providers that are there: given by hand or found by {@code ServiceLoader}, each id once. */
final class Providers {

    /** The providers that come with the library, each in an artifact of its own. */
    private static final Set<String> OURS = Set.of("inmemory", "harmonyos");

    private static final String ARTIFACT = "offline-push-provider-";

    private final Map<String, Provider> byId = new LinkedHashMap<>();
    private final Map<String, String> settings;
    private final String lookedIn;

    private Providers(Map<String, String> settings, String lookedIn) {
        this.settings = settings;
        this.lookedIn = lookedIn;
    }

    static Providers find(Choices choices) {
        ClassLoader loader =
                choices.classLoader() == null ? Thread.currentThread().getContextClassLoader() : choices.classLoader();
        String lookedIn = choices.discover() ? "looked for with " + name(loader) : "not looked for: call discover()";
        Providers providers = new Providers(choices.settings(), lookedIn);
        // What is given by hand comes first, and stands in for a discovered one with the same id.
        choices.providers().forEach(providers::add);
        if (choices.discover()) {
            for (Provider found : load(loader)) {
                boolean given = choices.providers().stream().anyMatch(p -> p.id().equals(found.id()));
                if (!given) {
                    providers.add(found);
                }
            }
        }
        return providers;
    }

    private static List<Provider> load(@Nullable ClassLoader loader) {
        List<Provider> found = new ArrayList<>();
        try {
            ServiceLoader.load(Provider.class, loader).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new OfflinePushException("a provider on the class path could not be loaded: " + e.getMessage(), e);
        }
        return found;
    }

    private static String name(@Nullable ClassLoader loader) {
        return loader == null ? "the system class loader" : loader.getClass().getName();
    }

    private void add(Provider provider) {
        Provider other = byId.putIfAbsent(provider.id(), provider);
        if (other != null) {
            throw new OfflinePushException(
                    "two providers have the id " + provider.id() + ": "
                            + other.getClass().getName() + " and "
                            + provider.getClass().getName(),
                    null);
        }
    }

    Collection<Provider> all() {
        return byId.values();
    }

    Provider named(String setting, String id) {
        Provider provider = byId.get(id);
        if (provider == null) {
            throw new SettingsException(setting, "names the provider " + id + ", which is not there" + whatToDo(id));
        }
        return provider;
    }

    /** Ends a sentence about a provider that is not there: its name in other letters, or the artifact that has it. */
    private String whatToDo(String id) {
        Optional<String> meant = byId.keySet().stream()
                .filter(other -> other.equalsIgnoreCase(id))
                .findFirst();
        if (meant.isPresent()) {
            return "; did you mean " + meant.get() + "? " + found();
        }
        String add = OURS.contains(id) ? ": add " + ARTIFACT + id + " to the class path or module path; " : "; ";
        return add + found();
    }

    /** For messages: who is there, and how they were looked for. */
    String found() {
        return "providers found: " + (byId.isEmpty() ? "none" : String.join(", ", byId.keySet())) + " (" + lookedIn
                + ")";
    }

    /** A setting of a provider that is not there: most likely its jar is missing. */
    void refuseOrphans(Settings core) {
        for (String name : core.names()) {
            int dot = name.indexOf('.');
            if (dot > 0) {
                String id = name.substring(0, dot);
                throw new SettingsException(
                        name, "belongs to the provider " + id + ", which is not there" + whatToDo(id));
            }
        }
    }

    boolean hasSettings(Provider provider) {
        return settings.keySet().stream().anyMatch(name -> name.startsWith(provider.id() + "."));
    }

    ProviderContext context(Provider provider, Environment environment, AlarmSink alarms) {
        String prefix = provider.id() + ".";
        Map<String, String> below = new TreeMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), value);
            }
        });
        return new ProviderContext(new Settings(prefix, below), environment, alarms);
    }

    /** The settings that belong to no provider: the core's own, and what is misspelt. */
    Settings core() {
        Map<String, String> own = new TreeMap<>();
        settings.forEach((name, value) -> {
            Optional<String> owner = byId.keySet().stream()
                    .filter(id -> name.startsWith(id + "."))
                    .findAny();
            if (owner.isEmpty()) {
                own.put(name, value);
            }
        });
        return new Settings("", own);
    }
}
