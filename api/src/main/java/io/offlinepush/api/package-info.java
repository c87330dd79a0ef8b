/**
 * What a host calls, and the values that the calls take and return.
 *
 * <p>The entry point is the builder in {@code io.offlinepush.core}. It provides the interfaces of this package:
 *
 * <ul>
 *   <li>{@link io.offlinepush.api.Devices}: registers devices for push, and binds them to users for hosts that keep
 *       their own connections
 *   <li>{@link io.offlinepush.api.Sessions}: logs in clients whose connection this process holds
 *   <li>{@link io.offlinepush.api.Messages}: sends a message, which is stored together with the push that it owes
 *   <li>{@link io.offlinepush.api.Notifications}: owes a push for a message that the host itself stores
 *   <li>{@link io.offlinepush.api.Diagnostics}: test pushes, traces, explanations, dead letters, health
 * </ul>
 *
 * <p>A host may implement {@link io.offlinepush.api.ClientChannel}, {@link io.offlinepush.api.OfflinePushListener} and
 * {@link io.offlinepush.api.Environment}, and the ports in {@code io.offlinepush.spi}.
 *
 * <ul>
 *   <li>A caller's mistake throws an {@link io.offlinepush.api.InvalidRequestException} at once.
 *   <li>An answer of the system is a typed result, for example {@link io.offlinepush.api.SendResult}.
 *   <li>A failure of a port fails the stage with an {@link io.offlinepush.api.OfflinePushException}.
 * </ul>
 *
 * <p>Enums and sealed types may have more members in a later version. Each says how to treat an unknown member; a
 * {@code switch} needs a default.
 *
 * <p>Values are immutable and safe to share between threads. No {@code toString} shows a token, a message text or a
 * payload.
 */
@NullMarked
package io.offlinepush.api;

import org.jspecify.annotations.NullMarked;
