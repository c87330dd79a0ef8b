package io.offlinepush.core;

import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Verdict;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A provider that lends ports, and notes which were opened and closed. */
public final class TestProvider implements Provider {

    private final String id;
    private final List<String> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private @Nullable MessageStore store;
    private @Nullable BindingRegistry registry;
    private @Nullable MessageLimits refused;

    /** As {@code ServiceLoader} makes it: with the id {@code found}, and without ports. */
    public TestProvider() {
        this("found");
    }

    TestProvider(String id) {
        this.id = id;
    }

    TestProvider with(MessageStore lent) {
        store = lent;
        return this;
    }

    TestProvider with(BindingRegistry lent) {
        registry = lent;
        return this;
    }

    /** Its push provider says that these limits are too high. */
    TestProvider refusing(MessageLimits limits) {
        refused = limits;
        return this;
    }

    List<String> opened() {
        return List.copyOf(opened);
    }

    List<String> closed() {
        return List.copyOf(closed);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<MessageStore> messageStore(ProviderContext context) {
        return store == null ? Optional.empty() : Optional.of(open("store", MessageStore.class, store));
    }

    @Override
    public Optional<BindingRegistry> bindingRegistry(ProviderContext context) {
        return registry == null ? Optional.empty() : Optional.of(open("registry", BindingRegistry.class, registry));
    }

    @Override
    public Optional<PushProvider> pushProvider(ProviderContext context) {
        return refused == null ? Optional.empty() : Optional.of(open("push", PushProvider.class, new Strict()));
    }

    /** What is lent stays open: only that it was to be closed is noted. */
    private <T> T open(String name, Class<T> port, T real) {
        opened.add(name);
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.add(name);
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    private final class Strict implements PushProvider {

        @Override
        public Set<VendorApp> apps() {
            return Set.of(World.APP);
        }

        @Override
        public int maxTargets() {
            return 1;
        }

        @Override
        public void check(MessageLimits limits) {
            if (limits.equals(refused)) {
                throw new SettingsException("textBytes", "must be lower");
            }
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return CompletableFuture.failedFuture(new IllegalStateException("not asked"));
        }

        @Override
        public void close() {}
    }
}
