package io.offlinepush.testkit;

/**
 * What a {@link io.offlinepush.spi.BindingRegistry} must do: a test class implements this interface, and every rule of
 * the port is a test that bears its number. Whoever writes a registry reads the port's Javadoc and runs this one class;
 * nothing else of the library is needed for it.
 *
 * <pre>{@code
 * class MyRegistryTest implements BindingRegistryContract {
 *     public BindingRegistry open() { return new MyRegistry(emptyDirectory()); }
 *     public BindingRegistry reopen(BindingRegistry registry) {
 *         registry.close();
 *         return new MyRegistry(sameDirectory());
 *     }
 * }
 * }</pre>
 *
 * <p>Not tested here, because nothing outside a registry can see it: rule 10, the cost of an operation; and what
 * survives a kill or a power cut, since {@link RegistrySubject#reopen} closes in good order.
 */
public interface BindingRegistryContract
        extends RegistrationRules, LoginRules, UserRules, DeviceBoundRules, RegistryNamespaceRules {}
