package io.offlinepush.core.dispatch;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Nodes;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Without a presence of the host's: a device is online if a live node has its session. */
public final class SessionAttention implements Attention {

    private static final Logger log = LoggerFactory.getLogger(SessionAttention.class);

    private final Nodes nodes;

    /** Looks at sessions. */
    public SessionAttention(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void look(Set<UserId> users, Consumer<Look> then) {
        then.accept(new SessionLook(live()));
    }

    private Set<NodeId> live() {
        try {
            return nodes.live();
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The live nodes could not be read, so nobody counts as online: {}",
                    e.getClass().getName());
            return Set.of();
        }
    }

    private record SessionLook(Set<NodeId> live) implements Look {

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
}
