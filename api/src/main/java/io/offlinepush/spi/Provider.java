package io.offlinepush.spi;

import java.util.Optional;

/**
 * Makes implementations of ports: the one type that {@code ServiceLoader} finds. Named in {@code META-INF/services} and
 * in the module descriptor, with a public constructor without arguments.
 *
 * <p>Each method is called at most once for an instance of the library, before the first use of the port; what it
 * returns is closed by the library. Opening does no I/O beyond what is needed to fail early with a message that says
 * what to do.
 */
public interface Provider {

    /**
     * The name used in settings.
     *
     * @return for example {@code inmemory}; lower case, the same in every version
     */
    String id();

    /**
     * A store for messages and what they owe.
     *
     * @param context settings, time and threads
     * @return the store; empty if this provider has none
     */
    default Optional<MessageStore> messageStore(ProviderContext context) {
        return Optional.empty();
    }

    /**
     * A registry of bindings.
     *
     * @param context settings, time and threads
     * @return the registry; empty if this provider has none
     */
    default Optional<BindingRegistry> bindingRegistry(ProviderContext context) {
        return Optional.empty();
    }

    /**
     * A source of presence.
     *
     * @param context settings, time and threads
     * @return the presence; empty if this provider has none
     */
    default Optional<Presence> presence(ProviderContext context) {
        return Optional.empty();
    }

    /**
     * A directory of groups.
     *
     * @param context settings, time and threads
     * @return the directory; empty if this provider has none
     */
    default Optional<GroupDirectory> groupDirectory(ProviderContext context) {
        return Optional.empty();
    }

    /**
     * A way to a push vendor.
     *
     * @param context settings, time and threads
     * @return the push provider; empty if this provider has none
     */
    default Optional<PushProvider> pushProvider(ProviderContext context) {
        return Optional.empty();
    }
}
