package io.offlinepush.core.decision;

import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import java.util.Set;

/**
 * Presence without the host's help: a device is online if a live node has its session.
 *
 * @param live the live nodes
 */
record SessionPresence(Set<NodeId> live) implements PresenceSnapshot {

    @Override
    public boolean online(DeviceRow row) {
        Login login = row.login();
        NodeId session = login == null ? null : login.session();
        return session != null && live.contains(session);
    }

    @Override
    public boolean believed() {
        return false;
    }
}
