package io.offlinepush.inmemory;

import io.offlinepush.api.Environment;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Presence;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The provider {@code inmemory}: every port in memory. Its settings:
 *
 * <ul>
 *   <li>{@code capacity}: the most messages that the store keeps, 1 or more, 1,000,000 by default
 *   <li>{@code apps}: the vendor apps for which pushes are recorded and accepted, for example {@code
 *       harmonyos/com.example.chat, harmonyos/com.example.call}; without it there is no push provider
 * </ul>
 */
public final class InMemoryProvider implements Provider {

    /** Made by {@code ServiceLoader}. */
    public InMemoryProvider() {}

    @Override
    public String id() {
        return "inmemory";
    }

    @Override
    public Optional<MessageStore> messageStore(ProviderContext context) {
        Config config = Config.read(context.settings());
        Environment environment = context.environment();
        return Optional.of(new InMemoryMessageStore(environment.clock(), environment.ticker(), config.capacity()));
    }

    @Override
    public Optional<BindingRegistry> bindingRegistry(ProviderContext context) {
        Config.read(context.settings());
        return Optional.of(new InMemoryBindingRegistry());
    }

    @Override
    public Optional<Presence> presence(ProviderContext context) {
        Config.read(context.settings());
        return Optional.of(new InMemoryPresence());
    }

    @Override
    public Optional<GroupDirectory> groupDirectory(ProviderContext context) {
        Config.read(context.settings());
        return Optional.of(new InMemoryGroupDirectory());
    }

    @Override
    public Optional<PushProvider> pushProvider(ProviderContext context) {
        Set<VendorApp> apps = Config.read(context.settings()).apps();
        return apps.isEmpty()
                ? Optional.empty()
                : Optional.of(new InMemoryPushProvider(apps.toArray(VendorApp[]::new)));
    }

    /** All settings, read for every port alike: what is wrong is found whichever port is opened. */
    private record Config(int capacity, Set<VendorApp> apps) {

        static Config read(Settings settings) {
            int capacity = settings.number("capacity", InMemoryMessageStore.DEFAULT_CAPACITY, 1, Integer.MAX_VALUE);
            Set<VendorApp> apps = new LinkedHashSet<>();
            settings.text("apps").ifPresent(text -> {
                for (String one : text.split(",", -1)) {
                    if (!apps.add(app(settings, one.strip()))) {
                        throw new SettingsException(settings.fullName("apps"), "must name an app once, found " + one);
                    }
                }
            });
            settings.refuseUnknown();
            return new Config(capacity, apps);
        }

        private static VendorApp app(Settings settings, String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1) {
                throw new SettingsException(
                        settings.fullName("apps"),
                        "must be vendor/app, several with commas between them, for example"
                                + " harmonyos/com.example.chat, found " + text);
            }
            return new VendorApp(text.substring(0, slash), text.substring(slash + 1));
        }
    }
}
