package io.offlinepush.inmemory;

import io.offlinepush.spi.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are live.
 *
 * <pre>
 * node -> lease        only while it is live
 * leases by their end  in monotonic time; the first of them is the next to run out
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Leases {

    private final Map<NodeId, Lease> live = new HashMap<>();
    private final TreeSet<Lease> byEnd = new TreeSet<>(Comparator.comparingLong(Lease::end)
            .thenComparing(lease -> lease.node().value()));

    /** Never forgotten: a node that is not live any more never will be. One id for each start of a process. */
    private final Set<NodeId> everJoined = new HashSet<>();

    /** False if the id was joined before. */
    boolean join(NodeId node, Duration length, StoreTime time) {
        if (!everJoined.add(node)) {
            return false;
        }
        put(new Lease(node, length, time.ticksAfter(length)));
        return true;
    }

    /** False if the node is not live. */
    boolean renew(NodeId node, StoreTime time) {
        Lease lease = remove(node);
        if (lease == null) {
            return false;
        }
        put(new Lease(node, lease.length(), time.ticksAfter(lease.length())));
        return true;
    }

    /** False if the node is not live. */
    boolean end(NodeId node) {
        return remove(node) != null;
    }

    boolean isLive(NodeId node) {
        return live.containsKey(node);
    }

    Set<NodeId> live() {
        return new HashSet<>(live.keySet());
    }

    /** Ends every lease that has run out. Looks only at those. */
    List<NodeId> expire(long ticks) {
        if (byEnd.isEmpty() || byEnd.first().end() > ticks) {
            return List.of();
        }
        List<NodeId> gone = new ArrayList<>();
        while (!byEnd.isEmpty() && byEnd.first().end() <= ticks) {
            NodeId node = byEnd.first().node();
            remove(node);
            gone.add(node);
        }
        return gone;
    }

    private void put(Lease lease) {
        live.put(lease.node(), lease);
        byEnd.add(lease);
    }

    private @Nullable Lease remove(NodeId node) {
        Lease lease = live.remove(node);
        if (lease != null) {
            byEnd.remove(lease);
        }
        return lease;
    }

    private record Lease(NodeId node, Duration length, long end) {}
}
