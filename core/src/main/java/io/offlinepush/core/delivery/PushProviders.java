package io.offlinepush.core.delivery;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which provider serves which app. */
public final class PushProviders {

    private final Map<VendorApp, PushProvider> byApp = new LinkedHashMap<>();
    private final Map<VendorApp, Integer> mostTargets = new HashMap<>();

    /**
     * The open providers.
     *
     * @throws IllegalArgumentException if two serve the same app, or one takes no targets
     */
    public PushProviders(Collection<PushProvider> providers) {
        for (PushProvider provider : providers) {
            int most = provider.maxTargets();
            if (most < 1) {
                throw new IllegalArgumentException("a push provider takes " + most + " targets: "
                        + provider.getClass().getName());
            }
            for (VendorApp app : provider.apps()) {
                if (byApp.putIfAbsent(app, provider) != null) {
                    throw new IllegalArgumentException("two push providers serve " + app);
                }
                mostTargets.put(app, most);
            }
        }
    }

    /** The provider of an app; empty if none serves it here. */
    public Optional<PushProvider> serving(VendorApp app) {
        return Optional.ofNullable(byApp.get(app));
    }

    /** The most targets of one request for an app. */
    public int maxTargets(VendorApp app) {
        return mostTargets.getOrDefault(app, 1);
    }

    /** Every app that is served. */
    public Set<VendorApp> apps() {
        return byApp.keySet();
    }
}
