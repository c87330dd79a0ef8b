package io.offlinepush.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who is running, and the store's time. Part of {@link MessageStore}.
 *
 * <p>There is one lease for each process. Parts and sessions name their node and have no lease of their own.
 */
public interface Nodes {

    /**
     * Makes a node live.
     *
     * @param me a fresh id, never joined before
     * @param lease for how long, unless renewed
     * @return the store's time
     * @throws IllegalStateException if the id was joined before
     */
    Instant join(NodeId me, Duration lease);

    /**
     * Renews a node's lease for its full length.
     *
     * @param me which
     * @return the store's time; empty if the node is not live any more, and then it never will be
     */
    Optional<Instant> renew(NodeId me);

    /**
     * Ends a node: the parts that it held are unclaimed from then on.
     *
     * @param me which; nothing happens if it is not live
     */
    void leave(NodeId me);

    /**
     * The nodes that are live now.
     *
     * @return their ids
     */
    Set<NodeId> live();

    /**
     * The store's time: the one that nodes compare.
     *
     * @return now
     */
    Instant now();
}
