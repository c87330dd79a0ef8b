package io.offlinepush.inmemory;

import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Who is running, as a view of the store. */
final class MemoryNodes implements Nodes {

    private final Ledger ledger;

    MemoryNodes(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Instant join(NodeId me, Duration lease) {
        Objects.requireNonNull(me, "me");
        if (lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("lease must be more than zero, found " + lease);
        }
        synchronized (ledger) {
            Instant now = ledger.begin();
            if (!ledger.leases.join(me, lease, ledger.time)) {
                throw new IllegalStateException("node " + me + " was joined before; join under a fresh id");
            }
            return now;
        }
    }

    @Override
    public Optional<Instant> renew(NodeId me) {
        synchronized (ledger) {
            Instant now = ledger.begin();
            return ledger.leases.renew(me, ledger.time) ? Optional.of(now) : Optional.empty();
        }
    }

    @Override
    public void leave(NodeId me) {
        synchronized (ledger) {
            ledger.begin();
            if (ledger.leases.end(me)) {
                ledger.parts.free(me, ledger.time.ticks());
            }
        }
    }

    @Override
    public Set<NodeId> live() {
        synchronized (ledger) {
            ledger.begin();
            return ledger.leases.live();
        }
    }

    @Override
    public Instant now() {
        synchronized (ledger) {
            return ledger.begin();
        }
    }
}
