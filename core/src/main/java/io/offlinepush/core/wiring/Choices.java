package io.offlinepush.core.wiring;

import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Presence;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.PushProvider;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the host chose.
 *
 * @param settings all of them, the providers' too
 * @param environment the host's time and threads; null for the library's own
 * @param discover whether providers are looked for
 * @param classLoader where; null for the thread's context class loader at start
 * @param providers given by hand
 * @param listener is told what happens; null for nobody
 */
public record Choices(
        Map<String, String> settings,
        @Nullable Environment environment,
        boolean discover,
        @Nullable ClassLoader classLoader,
        List<Provider> providers,
        @Nullable MessageStore messageStore,
        @Nullable BindingRegistry bindingRegistry,
        @Nullable Presence presence,
        @Nullable GroupDirectory groups,
        List<PushProvider> pushProviders,
        @Nullable OfflinePushListener listener) {

    /** Copies the collections. */
    public Choices {
        settings = Map.copyOf(settings);
        providers = List.copyOf(providers);
        pushProviders = List.copyOf(pushProviders);
    }
}
