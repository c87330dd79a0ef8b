/**
 * The ports: what a provider implements. {@link io.offlinepush.spi.Provider} is the one type that {@code ServiceLoader}
 * finds.
 *
 * <p>Ports are blocking and work on lists, so that an author writes straightforward code; the core owns concurrency,
 * batching, retries and time. {@link io.offlinepush.spi.PushProvider} alone is asynchronous, because it is network.
 *
 * <p>Every port's Javadoc numbers its rules; the test kit has a contract with a test for each, under the same number.
 *
 * <p>Unless a method says otherwise: arguments and results are never null and hold no null; lists and maps that come in
 * are not kept and may be unmodifiable; what is returned is the caller's; any number of threads may call at once; a
 * failure is an unchecked exception whose message shows no secret, and then the outcome of a write is unknown.
 */
@NullMarked
package io.offlinepush.spi;

import org.jspecify.annotations.NullMarked;
