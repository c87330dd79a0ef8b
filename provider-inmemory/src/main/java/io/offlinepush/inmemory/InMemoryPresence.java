package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link Presence} that is told who is online. Safe for any number of threads. */
public final class InMemoryPresence implements Presence {

    private final Map<UserId, Set<DeviceId>> devices = new HashMap<>();
    private final Set<UserId> wholeUsers = new HashSet<>();

    /** Nobody is online. */
    public InMemoryPresence() {}

    /**
     * A device is online from now on.
     *
     * @param user whose
     * @param device which
     */
    public synchronized void connect(UserId user, DeviceId device) {
        devices.computeIfAbsent(user, unused -> new HashSet<>()).add(device);
    }

    /**
     * A device is not online any more; nothing happens if it was not.
     *
     * @param user whose
     * @param device which
     */
    public synchronized void disconnect(UserId user, DeviceId device) {
        devices.computeIfPresent(user, (unused, connected) -> {
            connected.remove(device);
            return connected.isEmpty() ? null : connected;
        });
    }

    /**
     * Every device of a user counts as online from now on.
     *
     * @param user who
     */
    public synchronized void connectUser(UserId user) {
        wholeUsers.add(user);
    }

    /**
     * No device of a user is online any more, whether it was connected by itself or with the user.
     *
     * @param user who
     */
    public synchronized void disconnectUser(UserId user) {
        wholeUsers.remove(user);
        devices.remove(user);
    }

    @Override
    public synchronized Map<UserId, Online> online(Collection<UserId> users) {
        Range.check("number of users", users.size(), 1, 10_000);
        Map<UserId, Online> found = new HashMap<>();
        for (UserId user : List.copyOf(users)) {
            Online online = new Online(wholeUsers.contains(user), devices.getOrDefault(user, Set.of()));
            if (online.wholeUser() || !online.devices().isEmpty()) {
                found.put(user, online);
            }
        }
        return found;
    }
}
