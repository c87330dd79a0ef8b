package io.offlinepush.spi;

import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Tells who is online, for hosts with a presence of their own. Without it, the core uses the sessions in the
 * {@link BindingRegistry}.
 *
 * <p>What happens to a push for a device that is online according to the host:
 *
 * <ul>
 *   <li>A message, and the device has no session with the library: the host is believed. The push ends as
 *       {@link io.offlinepush.api.EndReason#HOST_ONLINE HOST_ONLINE} and is not decided again, because the host
 *       delivers the message.
 *   <li>A message, and the device has a session with the library: the device gets the acknowledgement time (5 seconds
 *       by default), and is pushed to if it does not acknowledge.
 *   <li>A {@linkplain io.offlinepush.api.Notifications#notify notification of the host}: the device gets the
 *       acknowledgement time to be reported as {@linkplain io.offlinepush.api.Notifications#delivered delivered}, and
 *       is pushed to otherwise. After it was once not reported in time, the next notifications are pushed to it at
 *       once, until one is reported or the device logs in again. With {@link io.offlinepush.api.Reach#EVERYONE}
 *       presence is not asked at all.
 * </ul>
 *
 * <p>If a call fails or times out, no user counts as online: an unnecessary push is better than a missed message.
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>A connect that has returned is visible to every {@link #online} call that begins later, on every node. Do not
 *       read from a replica or a cache.
 *   <li>The same holds for a disconnect.
 *   <li>Users who are not online may be left out of the answer. Users who were not asked for are not in it.
 * </ol>
 */
@FunctionalInterface
public interface Presence {

    /**
     * Tells which of these users are online.
     *
     * @param users 1 to 10,000 users
     * @return for each online user, the devices that are online
     */
    Map<UserId, Online> online(Collection<UserId> users);
}
