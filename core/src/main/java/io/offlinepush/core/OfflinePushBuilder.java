package io.offlinepush.core;

import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.SettingsException;
import io.offlinepush.core.wiring.Choices;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Presence;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.PushProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what an {@link OfflinePush} is made of. Which implementation serves a port:
 *
 * <ol>
 *   <li>the instance that was given here;
 *   <li>the provider that the settings name ({@code messageStore=jdbc});
 *   <li>the only provider other than {@code inmemory} that has one;
 *   <li>otherwise {@code start()} fails, says what was found, and what to write.
 * </ol>
 *
 * <p>Push providers: every one that was given, and every provider that has settings below its name. Not safe for
 * several threads.
 */
public final class OfflinePushBuilder {

    private static final String MEMORY = "inmemory";
    private static final List<String> IN_MEMORY = List.of("messageStore", "bindingRegistry");

    private final Map<String, String> settings = new HashMap<>();
    private final List<Provider> providers = new ArrayList<>();
    private final List<PushProvider> pushProviders = new ArrayList<>();
    private boolean discover;
    private boolean inMemory;
    private @Nullable ClassLoader classLoader;
    private @Nullable Environment environment;
    private @Nullable MessageStore messageStore;
    private @Nullable BindingRegistry bindingRegistry;
    private @Nullable Presence presence;
    private @Nullable GroupDirectory groups;
    private @Nullable OfflinePushListener listener;

    OfflinePushBuilder() {}

    /**
     * Adds settings; a later value of a name replaces an earlier one.
     *
     * @param more name to value, for example {@code lease=15s},
     *     {@code harmonyos.apps.com.example.chat.serviceAccount=...}
     * @return this
     * @throws NullPointerException naming the setting, if it has no value
     */
    public OfflinePushBuilder settings(Map<String, String> more) {
        Objects.requireNonNull(more, "settings").forEach(this::setting);
        return this;
    }

    /**
     * Adds settings that were made in code.
     *
     * @param more what is set there; a later value of a name replaces an earlier one
     * @return this
     */
    public OfflinePushBuilder settings(OfflinePushSettings more) {
        return settings(Objects.requireNonNull(more, "settings").toMap());
    }

    /**
     * Adds a setting.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public OfflinePushBuilder setting(String name, String value) {
        settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
        return this;
    }

    /**
     * Looks for providers with the starting thread's context class loader.
     *
     * @return this
     */
    public OfflinePushBuilder discover() {
        discover = true;
        return this;
    }

    /**
     * Looks for providers with a class loader.
     *
     * @param loader which
     * @return this
     */
    public OfflinePushBuilder discover(ClassLoader loader) {
        classLoader = Objects.requireNonNull(loader, "loader");
        return discover();
    }

    /**
     * Keeps messages and bindings in memory: for tests and demos. They are gone when the process ends.
     *
     * @return this
     * @throws SettingsException if a setting names another provider for one of them, now or when {@link #build} is
     *     called
     */
    public OfflinePushBuilder inMemory() {
        inMemory = true;
        refuseOtherThanMemory();
        IN_MEMORY.forEach(port -> settings.put(port, MEMORY));
        return discover();
    }

    /** Whoever names a database and says in memory would lose what the database was to keep. */
    private void refuseOtherThanMemory() {
        for (String port : IN_MEMORY) {
            String named = settings.getOrDefault(port, MEMORY);
            if (inMemory && !named.strip().equals(MEMORY)) {
                throw new SettingsException(
                        port, "names the provider " + named + ", and inMemory() another: leave one of them out");
            }
        }
    }

    /**
     * Adds a provider by hand; it stands in for a discovered one with the same id.
     *
     * @param provider for example one that was configured in code
     * @return this
     */
    public OfflinePushBuilder provider(Provider provider) {
        providers.add(Objects.requireNonNull(provider, "provider"));
        return this;
    }

    /**
     * Gives the store. The host closes it.
     *
     * @param store the store
     * @return this
     */
    public OfflinePushBuilder messageStore(MessageStore store) {
        messageStore = Objects.requireNonNull(store, "messageStore");
        return this;
    }

    /**
     * Gives the registry. The host closes it.
     *
     * @param registry the registry
     * @return this
     */
    public OfflinePushBuilder bindingRegistry(BindingRegistry registry) {
        bindingRegistry = Objects.requireNonNull(registry, "bindingRegistry");
        return this;
    }

    /**
     * Gives the host's own presence.
     *
     * @param source who is online
     * @return this
     */
    public OfflinePushBuilder presence(Presence source) {
        presence = Objects.requireNonNull(source, "presence");
        return this;
    }

    /**
     * Gives the host's groups.
     *
     * @param directory who is in which group
     * @return this
     */
    public OfflinePushBuilder groups(GroupDirectory directory) {
        groups = Objects.requireNonNull(directory, "groups");
        return this;
    }

    /**
     * Adds a push provider. The host closes it.
     *
     * @param provider the way to a vendor
     * @return this
     */
    public OfflinePushBuilder pushProvider(PushProvider provider) {
        pushProviders.add(Objects.requireNonNull(provider, "pushProvider"));
        return this;
    }

    /**
     * Tells a listener what happens; several are told in the order in which they were given.
     *
     * @param told for metrics and alarms
     * @return this
     */
    public OfflinePushBuilder listener(OfflinePushListener told) {
        Objects.requireNonNull(told, "listener");
        listener = listener == null ? told : listener.andThen(told);
        return this;
    }

    /**
     * Gives time and threads, in place of the library's own.
     *
     * @param given the environment
     * @return this
     */
    public OfflinePushBuilder environment(Environment given) {
        environment = Objects.requireNonNull(given, "environment");
        return this;
    }

    /**
     * Makes the instance; no I/O before {@link OfflinePush#start}.
     *
     * @return the instance
     * @throws SettingsException if {@link #inMemory} was called and a setting names another provider
     */
    public OfflinePush build() {
        refuseOtherThanMemory();
        return new OfflinePush(new Choices(
                settings,
                environment,
                discover,
                classLoader,
                providers,
                messageStore,
                bindingRegistry,
                presence,
                groups,
                pushProviders,
                listener));
    }
}
