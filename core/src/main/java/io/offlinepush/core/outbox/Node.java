package io.offlinepush.core.outbox;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Nodes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process in the store: a row with a lease that is renewed every third of its length. Whatever the process holds
 * (parts, sessions) names the row; when the lease runs out, it is unclaimed.
 *
 * <p>A process that was stopped for longer than its lease does not know it at once. So {@link #surelyAlive} counts,
 * monotonic, from before the last renewal was asked for: it turns false no later than the store's row does.
 */
public final class Node {

    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Nodes nodes;
    private final Environment environment;
    private final Duration lease;
    /** A thread that does nothing else: whatever stands still, the lease is renewed. */
    private final Executor renewals;

    private final Runnable onRejoin;
    private final Runnable onRenewed;
    private final ListenerQueue listener;

    private volatile @Nullable State state;
    private @Nullable Task nextRenewal;
    private volatile boolean closed;

    private record State(NodeId id, long renewedAt, Instant storeTime, long timeReadAt) {}

    /**
     * Not joined yet.
     *
     * @param onRejoin runs after the process lost its row and has a new one: all that named the old one is gone
     * @param onRenewed runs after each renewal: a good moment to look for what lost nodes held
     */
    public Node(
            Nodes nodes,
            Environment environment,
            Duration lease,
            Runnable onRejoin,
            Runnable onRenewed,
            ListenerQueue listener) {
        this.listener = listener;
        this.nodes = nodes;
        this.environment = environment;
        this.renewals = environment.executor("lease", 1);
        this.lease = lease;
        this.onRejoin = onRejoin;
        this.onRenewed = onRenewed;
    }

    /** Joins; blocks for the store. */
    public synchronized void join() {
        long before = environment.ticker().nanos();
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        NodeId fresh = new NodeId(HexFormat.of().formatHex(random));
        Instant time = nodes.join(fresh, lease);
        state = new State(fresh, before, time, environment.ticker().nanos());
        scheduleRenewal();
    }

    /** This process's id in the store. */
    public NodeId id() {
        return joined().id;
    }

    /** Whether the store surely still counts this process as live: not after {@link #leave}. */
    public boolean surelyAlive() {
        State now = state;
        return now != null && !closed && environment.ticker().nanos() - now.renewedAt < lease.toNanos();
    }

    /**
     * The store's time, as far as it can be told from the last renewal: never earlier than it was then. In
     * milliseconds, as a store may count: what happened here first does not seem later than what the store then wrote.
     */
    public Instant storeTime() {
        return Instant.ofEpochMilli(storeMillis());
    }

    /** The same, in milliseconds since the epoch. */
    public long storeMillis() {
        State now = joined();
        return now.storeTime
                .plusNanos(environment.ticker().nanos() - now.timeReadAt)
                .toEpochMilli();
    }

    /** Leaves; what this process held is unclaimed. Blocks for the store. */
    public void leave() {
        // Before a renewal that hangs is waited for.
        closed = true;
        synchronized (this) {
            if (nextRenewal != null) {
                nextRenewal.cancel();
            }
            State last = state;
            if (last != null) {
                nodes.leave(last.id);
            }
        }
    }

    private void scheduleRenewal() {
        nextRenewal = environment.scheduler().schedule(lease.dividedBy(3), () -> renewals.execute(this::renew));
    }

    private void renew() {
        boolean rejoined = false;
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                rejoined = !renewed();
                if (rejoined) {
                    log.warn("The lease of node {} ran out: joining again under a new id", id());
                    String lost = id().value();
                    join();
                    listener.tell(to -> to.leaseLost(lost));
                } else {
                    scheduleRenewal();
                }
            } catch (RuntimeException | Error e) {
                log.warn(
                        "The lease of node {} could not be renewed: {}",
                        id(),
                        e.getClass().getName());
                listener.failed("messageStore", e);
                scheduleRenewal();
                return;
            }
        }
        // Outside the lock: both reach into other rooms.
        if (rejoined) {
            onRejoin.run();
        }
        onRenewed.run();
    }

    private boolean renewed() {
        NodeId me = id();
        long before = environment.ticker().nanos();
        Optional<Instant> time = nodes.renew(me);
        long after = environment.ticker().nanos();
        time.ifPresent(read -> state = new State(me, before, timeAt(after, read, after - before), after));
        return time.isPresent();
    }

    /**
     * The store's time when an answer came. The store read its clock at some moment of the call: a slow call says
     * little, so what was known before counts as far as the answer allows it.
     */
    private Instant timeAt(long after, Instant read, long tookNanos) {
        State last = joined();
        Instant expected = last.storeTime.plusNanos(after - last.timeReadAt);
        Instant latest = read.plusNanos(tookNanos);
        return expected.isBefore(read) ? read : expected.isAfter(latest) ? latest : expected;
    }

    private State joined() {
        State now = state;
        if (now == null) {
            throw new IllegalStateException("the node has not joined yet");
        }
        return now;
    }
}
