package io.offlinepush.core.dispatch;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which provider serves which app. */
public final class PushProviders {

    private final Map<VendorApp, PushProvider> byApp = new LinkedHashMap<>();

    /**
     * The open providers.
     *
     * @throws IllegalArgumentException if two serve the same app
     */
    public PushProviders(Collection<PushProvider> providers) {
        for (PushProvider provider : providers) {
            for (VendorApp app : provider.apps()) {
                if (byApp.putIfAbsent(app, provider) != null) {
                    throw new IllegalArgumentException("two push providers serve " + app);
                }
            }
        }
    }

    /** The provider of an app; empty if none serves it here. */
    public Optional<PushProvider> serving(VendorApp app) {
        return Optional.ofNullable(byApp.get(app));
    }

    /** Every app that is served. */
    public Set<VendorApp> apps() {
        return byApp.keySet();
    }
}
