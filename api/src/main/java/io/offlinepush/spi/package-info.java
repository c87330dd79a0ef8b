/**
 * The ports, which a provider implements. {@code ServiceLoader} finds one type, {@link io.offlinepush.spi.Provider}.
 *
 * <p>Ports are blocking and take lists, so that their code can be straightforward; the core does concurrency, batching,
 * retries and timing. Only {@link io.offlinepush.spi.PushProvider} is asynchronous, because it uses the network.
 *
 * <p>The Javadoc of every port numbers its rules. The test kit has a contract with a test for each rule, under the same
 * number.
 *
 * <p>Unless a method says otherwise:
 *
 * <ul>
 *   <li>Arguments and results are never null and contain no null.
 *   <li>Lists and maps given to a port are not kept by it, and may be unmodifiable. What a port returns belongs to the
 *       caller.
 *   <li>Any number of threads may call a port at once.
 *   <li>A failure is an unchecked exception whose message contains no secret. After a failed write the outcome is
 *       unknown.
 * </ul>
 */
@NullMarked
package io.offlinepush.spi;

import org.jspecify.annotations.NullMarked;
