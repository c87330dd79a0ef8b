/**
 * What a host calls, and the values it takes and returns.
 *
 * <p>The way in is the builder in {@code io.offlinepush.core}; it hands out the façades of this package:
 * {@link io.offlinepush.api.Devices}, {@link io.offlinepush.api.Sessions}, {@link io.offlinepush.api.Messages} and
 * {@link io.offlinepush.api.Diagnostics}.
 *
 * <ul>
 *   <li>A caller's mistake throws at once: {@link io.offlinepush.api.InvalidRequestException}.
 *   <li>What the system says is a typed result, for example {@link io.offlinepush.api.SendResult}.
 *   <li>What went wrong underneath fails the stage with an {@link io.offlinepush.api.OfflinePushException}.
 * </ul>
 *
 * <p>Values are immutable and safe to share between threads. No {@code toString} shows a token, a message text or a
 * payload.
 */
@NullMarked
package io.offlinepush.api;

import org.jspecify.annotations.NullMarked;
