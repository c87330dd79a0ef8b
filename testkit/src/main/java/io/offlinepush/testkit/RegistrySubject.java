package io.offlinepush.testkit;

import io.offlinepush.spi.BindingRegistry;

/** What a test class says about the registry that {@link BindingRegistryContract} is to test. */
public interface RegistrySubject {

    /**
     * Opens an empty registry. Called once in a test, which closes it.
     *
     * @return the subject
     */
    BindingRegistry open();

    /**
     * Opens the same data once more, as another process would. Closed by the test.
     *
     * @param registry what {@link #open} returned; it stays open
     * @return by default the registry itself: right where one process has it for itself
     */
    default BindingRegistry openOnAnotherNode(BindingRegistry registry) {
        return registry;
    }

    /**
     * Closes a registry and opens the same data again. Closed by the test.
     *
     * @param registry what {@link #open} returned
     * @return the registry with what survived; with {@link io.offlinepush.spi.Durability#NONE} that may be nothing
     */
    BindingRegistry reopen(BindingRegistry registry);
}
