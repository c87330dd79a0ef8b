package io.offlinepush.spi;

import java.util.Optional;

/**
 * Creates implementations of ports. This is the one type that {@code ServiceLoader} finds. A provider is named in
 * {@code META-INF/services} and in the module descriptor, and has a public constructor without arguments.
 *
 * <p>An instance of the library calls each method at most once, before the first use of the port, and closes what it
 * returns. Opening a port does no I/O beyond what is needed to fail early, with a message that says what to do.
 */
public interface Provider {

    /**
     * The name of this provider in settings.
     *
     * @return for example {@code inmemory}; lower case, the same in every version
     */
    String id();

    /**
     * Opens a store for messages and owed pushes.
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
     * Opens the connection to a push vendor.
     *
     * @param context settings, time and threads
     * @return the push provider; empty if this provider has none
     */
    default Optional<PushProvider> pushProvider(ProviderContext context) {
        return Optional.empty();
    }
}
