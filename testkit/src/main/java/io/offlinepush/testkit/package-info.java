/**
 * For tests of hosts and of providers.
 *
 * <ul>
 *   <li>{@link io.offlinepush.testkit.ManualRuntime} replaces time and threads.
 *   <li>A contract for each port. Whoever writes a port implements the contract in a test class, says there how the
 *       subject is made, and runs it: {@link io.offlinepush.testkit.MessageStoreContract},
 *       {@link io.offlinepush.testkit.BindingRegistryContract}, {@link io.offlinepush.testkit.GroupDirectoryContract},
 *       {@link io.offlinepush.testkit.PresenceContract}, {@link io.offlinepush.testkit.PushProviderContract}. The
 *       port's Javadoc and that one class are all that it takes.
 * </ul>
 *
 * <p>A test's name begins with the number of the rule that it tests, as the port's Javadoc numbers them. What a test
 * here cannot show is listed in the contract's Javadoc.
 */
@NullMarked
package io.offlinepush.testkit;

import org.jspecify.annotations.NullMarked;
