package io.offlinepush.core;

import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Verdict;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A provider that throws instead of answering its first request, and works from then on. */
final class ThrowsOnce implements PushProvider {

    private final InMemoryPushProvider works;
    private boolean thrown;

    ThrowsOnce(VendorApp app) {
        works = new InMemoryPushProvider(app);
    }

    @Override
    public Set<VendorApp> apps() {
        return works.apps();
    }

    @Override
    public int maxTargets() {
        return works.maxTargets();
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        if (!thrown) {
            thrown = true;
            throw new IllegalStateException("the provider has an error");
        }
        return works.push(request);
    }

    @Override
    public void close() {
        works.close();
    }
}
