package io.offlinepush.spi;

import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Who is online: all that a host with a presence of its own writes. Without one, the core knows it from the sessions in
 * the {@link BindingRegistry}.
 *
 * <p>What is done with the answer for a device that is online by it:
 *
 * <ul>
 *   <li>A message, and the device has no session with the library: it is believed. The push ends as {@link
 *       io.offlinepush.api.EndReason#HOST_ONLINE HOST_ONLINE} and nothing is asked again: the host delivers.
 *   <li>A message, and the device has a session with the library: it has the acknowledgement time (5 seconds by default) to
 *       acknowledge, and is pushed if it does not.
 *   <li>A {@linkplain io.offlinepush.api.Notifications#notify notification of the host}: it is never believed for good. The device
 *       has the acknowledgement time to be reported as {@linkplain io.offlinepush.api.Notifications#delivered delivered}, and is
 *       pushed if it is not. Once one was not reported in time, the next are pushed to that device at once, until one is
 *       reported or the device logs in anew. With {@link io.offlinepush.api.Reach#EVERYONE} presence is not asked at all.
 * </ul>
 *
 * <p>If a call fails or takes too long, nobody counts as online: a push too many rather than a message missed.
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>A connect that returned is seen by every {@link #online} that begins later, on every node: no replica, no cache.
 *   <li>A disconnect likewise.
 *   <li>Users who are not online may be left out of the answer; users who were not asked for are not in it.
 * </ol>
 */
@FunctionalInterface
public interface Presence {

    /**
     * Who of these users is online.
     *
     * @param users 1 to 10,000 users
     * @return what is known of those who are
     */
    Map<UserId, Online> online(Collection<UserId> users);
}
