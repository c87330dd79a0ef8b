package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.AlarmSink;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Presence;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the ports. Which implementation serves one:
 *
 * <ol>
 *   <li>the instance that was given to the builder;
 *   <li>the provider that the settings name;
 *   <li>the only provider other than {@code inmemory} that has one;
 *   <li>otherwise the start fails, says what was found, and what to write. (Presence may be missing: sessions tell.)
 * </ol>
 *
 * <p>Push providers: every one that was given, and every provider that has settings.
 */
final class Ports implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ports.class);
    private static final String IN_MEMORY = "inmemory";
    private static final int MOST_NAMESPACE_BYTES = 32;

    private final Providers providers;
    private final Environment environment;
    private final AlarmSink alarms;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<String> served = new ArrayList<>();

    private final MessageStore store;
    private final BindingRegistry registry;
    private final @Nullable Presence presence;
    private final @Nullable GroupDirectory groups;
    private final List<PushProvider> pushProviders;
    private final boolean openedStore;

    Ports(Choices choices, Providers providers, Settings settings, Environment environment, AlarmSink alarms) {
        this.alarms = alarms;
        this.providers = providers;
        this.environment = environment;
        this.openedStore = choices.messageStore() == null;
        try {
            Optional<String> namespace = namespace(settings);
            MessageStore wholeStore =
                    required(CoreSetting.MESSAGE_STORE, settings, choices.messageStore(), Provider::messageStore);
            BindingRegistry wholeRegistry = required(
                    CoreSetting.BINDING_REGISTRY, settings, choices.bindingRegistry(), Provider::bindingRegistry);
            store = namespace.isEmpty()
                    ? wholeStore
                    : within(namespace.get(), CoreSetting.MESSAGE_STORE, wholeStore.namespace(namespace.get()));
            registry = namespace.isEmpty()
                    ? wholeRegistry
                    : within(namespace.get(), CoreSetting.BINDING_REGISTRY, wholeRegistry.namespace(namespace.get()));
            presence = optional(CoreSetting.PRESENCE, settings, choices.presence(), Provider::presence)
                    .orElse(null);
            groups = optional(CoreSetting.GROUP_DIRECTORY, settings, choices.groups(), Provider::groupDirectory)
                    .orElse(null);
            pushProviders = pushProviders(choices);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static Optional<String> namespace(Settings settings) {
        Optional<String> name = settings.text(CoreSetting.NAMESPACE.key());
        name.ifPresent(text -> {
            // Two names with lone surrogates may be one as UTF-8, which is how a store would keep them.
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new SettingsException(CoreSetting.NAMESPACE.key(), "must not contain a lone surrogate");
            }
            if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw new SettingsException(CoreSetting.NAMESPACE.key(), "must not contain control characters");
            }
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_NAMESPACE_BYTES) {
                throw new SettingsException(
                        CoreSetting.NAMESPACE.key(),
                        "must be at most " + MOST_NAMESPACE_BYTES + " bytes, found " + bytes);
            }
        });
        return name;
    }

    private static <T> T within(String namespace, CoreSetting port, Optional<T> found) {
        return found.orElseThrow(() -> new SettingsException(
                CoreSetting.NAMESPACE.key(),
                "is set to " + namespace + ", but what serves " + port.key()
                        + " has no namespaces; leave it out, and give each instance a store of its own"));
    }

    MessageStore store() {
        return store;
    }

    /** Whether the store is closed with this instance; otherwise it is the host's. */
    boolean openedStore() {
        return openedStore;
    }

    BindingRegistry registry() {
        return registry;
    }

    @Nullable
    Presence presence() {
        return presence;
    }

    @Nullable
    GroupDirectory groups() {
        return groups;
    }

    List<PushProvider> pushProviders() {
        return pushProviders;
    }

    /** For messages: which providers are there. */
    String found() {
        return providers.found();
    }

    /** For the start-up line: which provider serves which port. */
    String served() {
        return String.join(", ", served);
    }

    private <T> T required(
            CoreSetting port,
            Settings settings,
            @Nullable T given,
            BiFunction<Provider, ProviderContext, Optional<T>> open) {
        return optional(port, settings, given, open)
                .orElseThrow(() -> new SettingsException(
                        port.key(),
                        "must be set, because nothing serves it: write " + port.key()
                                + "=<provider>, or inMemory() for tests and demos; " + providers.found()));
    }

    private <T> Optional<T> optional(
            CoreSetting port,
            Settings settings,
            @Nullable T given,
            BiFunction<Provider, ProviderContext, Optional<T>> open) {
        Optional<String> named = settings.text(port.key());
        if (given != null) {
            served.add(port.key() + "=" + given.getClass().getSimpleName());
            return Optional.of(given);
        }
        if (named.isPresent()) {
            Provider provider = providers.named(port.key(), named.get());
            T opened = open(provider, open)
                    .orElseThrow(() -> new SettingsException(
                            port.key(),
                            "names the provider " + named.get() + ", which has none; " + providers.found()));
            served.add(port.key() + "=" + provider.id());
            return Optional.of(opened);
        }
        return only(port, open);
    }

    private <T> Optional<T> only(CoreSetting port, BiFunction<Provider, ProviderContext, Optional<T>> open) {
        List<String> ids = new ArrayList<>();
        List<T> found = new ArrayList<>();
        for (Provider provider : providers.all()) {
            if (!provider.id().equals(IN_MEMORY)) {
                open(provider, open).ifPresent(opened -> {
                    ids.add(provider.id());
                    found.add(opened);
                });
            }
        }
        if (found.size() > 1) {
            throw new SettingsException(
                    port.key(),
                    "must be set, because several providers serve it: " + String.join(", ", ids) + "; write "
                            + ids.stream().map(id -> port.key() + "=" + id).collect(Collectors.joining(" or ")));
        }
        ids.forEach(id -> served.add(port.key() + "=" + id));
        return found.stream().findFirst();
    }

    private List<PushProvider> pushProviders(Choices choices) {
        List<PushProvider> found = new ArrayList<>(choices.pushProviders());
        for (Provider provider : providers.all()) {
            if (providers.hasSettings(provider) || choices.providers().contains(provider)) {
                open(provider, Provider::pushProvider).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    private <T> Optional<T> open(Provider provider, BiFunction<Provider, ProviderContext, Optional<T>> open) {
        Optional<T> port = open.apply(provider, providers.context(provider, environment, alarms));
        port.ifPresent(it -> {
            if (it instanceof AutoCloseable closeable) {
                opened.push(closeable);
            }
        });
        return port;
    }

    /** Closes what was opened here, in the other order; what the host gave is the host's. */
    @Override
    public void close() {
        close((what, step) -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                log.warn("{} failed: {}", what, e.getClass().getName());
            }
        });
    }

    /**
     * The same, each port in a step of its own.
     *
     * @param steps runs a step, which has a name
     */
    void close(BiConsumer<String, Runnable> steps) {
        while (!opened.isEmpty()) {
            AutoCloseable port = opened.pop();
            steps.accept("closing " + port.getClass().getSimpleName(), () -> close(port));
        }
    }

    private static void close(AutoCloseable port) {
        try {
            port.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new OfflinePushException("a port did not close", e);
        }
    }

    /** Two providers for one app are a mistake of the host's. */
    static OfflinePushException twoForOneApp(IllegalArgumentException e) {
        return new OfflinePushException(e.getMessage() + "; remove one of them", e);
    }
}
