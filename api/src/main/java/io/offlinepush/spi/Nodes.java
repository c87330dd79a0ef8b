package io.offlinepush.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The live nodes and the store's time. Part of {@link MessageStore}.
 *
 * <p>There is one lease for each process. Parts and sessions name their node and have no lease of their own.
 */
public interface Nodes {

    /**
     * Makes a node live.
     *
     * @param me a new id that never joined before
     * @param lease the length of the lease; it ends unless it is renewed
     * @return the store's time
     * @throws IllegalStateException if the id has joined before
     */
    Instant join(NodeId me, Duration lease);

    /**
     * Renews a node's lease for its full length.
     *
     * @param me the node
     * @return the store's time; empty if the node is no longer live, and then it never will be again
     */
    Optional<Instant> renew(NodeId me);

    /**
     * Ends a node. Its parts become unclaimed.
     *
     * @param me the node; nothing happens if it is not live
     */
    void leave(NodeId me);

    /**
     * The nodes that are live now.
     *
     * @return the ids of the nodes
     */
    Set<NodeId> live();

    /**
     * The store's time, which nodes use to compare times.
     *
     * @return the current time of the store
     */
    Instant now();
}
