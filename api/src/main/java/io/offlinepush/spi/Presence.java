package io.offlinepush.spi;

import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Who is online: all that a host with a presence of its own writes. Without one, the core knows it from the sessions in
 * the {@link BindingRegistry}.
 *
 * <p>It is believed: a device that is online by it and has no session with the library is not pushed. If a call fails or
 * takes too long, nobody counts as online: a push too many rather than a message missed.
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
