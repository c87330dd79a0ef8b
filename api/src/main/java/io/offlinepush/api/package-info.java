/**
 * What a host calls, and the values it takes and returns.
 *
 * <p>The way in is the builder in {@code io.offlinepush.core}; it hands out the façades of this package:
 *
 * <ul>
 *   <li>{@link io.offlinepush.api.Devices}: register a device for push; bind it to a user where the host keeps the connections
 *   <li>{@link io.offlinepush.api.Sessions}: log a client in whose connection this process holds
 *   <li>{@link io.offlinepush.api.Messages}: send a message, which is stored together with the push that it owes
 *   <li>{@link io.offlinepush.api.Notifications}: owe a push for what the host itself stores
 *   <li>{@link io.offlinepush.api.Diagnostics}: test pushes, traces, explanations, dead pushes, health
 * </ul>
 *
 * <p>A host may give {@link io.offlinepush.api.ClientChannel}, {@link io.offlinepush.api.OfflinePushListener} and {@link
 * io.offlinepush.api.Environment}, and the ports in {@code io.offlinepush.spi}.
 *
 * <ul>
 *   <li>A caller's mistake throws at once: {@link io.offlinepush.api.InvalidRequestException}.
 *   <li>What the system says is a typed result, for example {@link io.offlinepush.api.SendResult}.
 *   <li>What went wrong underneath fails the stage with an {@link io.offlinepush.api.OfflinePushException}.
 * </ul>
 *
 * <p>Enums and sealed types may have more members in a later version. Each says what to do with one that is not known: in a
 * {@code switch}, write a default.
 *
 * <p>Values are immutable and safe to share between threads. No {@code toString} shows a token, a message text or a
 * payload.
 */
@NullMarked
package io.offlinepush.api;

import org.jspecify.annotations.NullMarked;
