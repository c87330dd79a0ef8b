package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.ClockSkew;
import io.offlinepush.sandbox.faults.QpsLimit;
import io.offlinepush.sandbox.faults.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What shall go wrong, and what did: the script of a {@link PushKitSandbox}, for {@link Fault}s.
 *
 * <p>A request has at most one fault: the first that is left of {@link #next}; else the one of its connection; else
 * perhaps one of the {@link #share}. It is chosen when the request was read to its end; a body that is too large, or
 * what is not HTTP, is answered without the script.
 *
 * <p>Safe for any number of threads. Each method returns this, for chains, unless it says otherwise.
 */
public final class Faults {
    private static final int MAX_FIRED = 10_000;

    private final Runs<RequestFault> requests = new Runs<>();
    private final Runs<ConnectionFault> connections = new Runs<>();
    private final ArrayDeque<FiredFault> fired = new ArrayDeque<>();
    private final Map<Fault, Integer> counts = new HashMap<>();
    private @Nullable Share share;
    private @Nullable ClockSkew clockSkew;
    private @Nullable QpsLimit qps;
    private long second;
    private int tokensInSecond;

    private record Share(double probability, Random random, List<RequestFault> faults) {}

    Faults() {}

    /** {@link #next(int, RequestFault)}, once. */
    public Faults next(RequestFault fault) {
        return next(1, fault);
    }

    /**
     * The next requests have this fault, after those that earlier calls speak for.
     *
     * @param times how many requests, 1 or more
     * @throws IllegalArgumentException if {@code times} is less than 1
     */
    public synchronized Faults next(int times, RequestFault fault) {
        requests.add(times, fault);
        return this;
    }

    /**
     * A random share of all requests have one of these faults, each as likely as the others. Takes the place of an
     * earlier share. In the same order of requests, the same seed gives the same faults.
     *
     * @param probability 0 to 1, for example 0.1 for one request in ten
     * @param seed of the random numbers
     * @param faults at least one
     * @throws IllegalArgumentException if the probability is out of range or there is no fault
     */
    public synchronized Faults share(double probability, long seed, RequestFault... faults) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be 0 to 1: " + probability);
        }
        if (faults.length == 0) {
            throw new IllegalArgumentException("share needs a fault");
        }
        share = new Share(probability, new Random(seed), List.of(faults));
        return this;
    }

    /** {@link #onConnection(int, ConnectionFault)}, once. */
    public Faults onConnection(ConnectionFault fault) {
        return onConnection(1, fault);
    }

    /**
     * The next connections have this fault, after those that earlier calls speak for; those that are open now do not.
     *
     * @param times how many connections, 1 or more; {@link Integer#MAX_VALUE} for all
     * @throws IllegalArgumentException if {@code times} is less than 1
     */
    public synchronized Faults onConnection(int times, ConnectionFault fault) {
        connections.add(times, fault);
        return this;
    }

    /** From now on the gateway has this fault; it takes the place of an earlier one of its kind. */
    public synchronized Faults onGateway(GatewayFault fault) {
        if (fault instanceof ClockSkew skew) {
            clockSkew = skew;
        } else if (fault instanceof QpsLimit limit) {
            qps = limit;
        }
        return this;
    }

    /** Nothing goes wrong any more, except on connections that already have a fault; what happened stays known. */
    public synchronized Faults clear() {
        requests.clear();
        connections.clear();
        share = null;
        clockSkew = null;
        qps = null;
        return this;
    }

    /** {@link #clear()}, and what happened is forgotten too. */
    synchronized void reset() {
        clear();
        fired.clear();
        counts.clear();
    }

    /** How many faults of {@link #next} and {@link #onConnection} still wait for their request or connection. */
    public synchronized long pending() {
        return requests.size() + connections.size();
    }

    /**
     * The faults that happened, oldest first; the newest 10,000. One that changes a request is here before its answer
     * is sent; a clock skew counts for each request judged by the wrong clock. A copy.
     */
    public synchronized List<FiredFault> fired() {
        return List.copyOf(fired);
    }

    /** How often this fault happened, or one that equals it: {@code fired(Fault.stall(true))}. */
    public synchronized int fired(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    synchronized Optional<RequestFault> forRequest(@Nullable RequestFault ofConnection) {
        RequestFault scripted = requests.next();
        if (scripted != null) {
            return Optional.of(scripted);
        }
        if (ofConnection != null) {
            return Optional.of(ofConnection);
        }
        Share some = share;
        if (some == null || some.random.nextDouble() >= some.probability) {
            return Optional.empty();
        }
        return Optional.of(some.faults.get(some.random.nextInt(some.faults.size())));
    }

    synchronized Optional<ConnectionFault> forConnection() {
        return Optional.ofNullable(connections.next());
    }

    synchronized Optional<ClockSkew> clockSkew() {
        return Optional.ofNullable(clockSkew);
    }

    synchronized Duration skew() {
        return clockSkew == null ? Duration.ZERO : clockSkew.by();
    }

    /** The limit, if these tokens would exceed it; otherwise they are counted. */
    synchronized Optional<QpsLimit> exceeded(int tokens, Instant now) {
        QpsLimit limit = qps;
        if (limit == null) {
            return Optional.empty();
        }
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            tokensInSecond = 0;
        }
        if (tokens > limit.tokensPerSecond() - tokensInSecond) {
            return Optional.of(limit);
        }
        tokensInSecond += tokens;
        return Optional.empty();
    }

    synchronized void happened(Fault fault, int connection, String requestId) {
        fired.addLast(new FiredFault(fault, connection, requestId));
        if (fired.size() > MAX_FIRED) {
            fired.removeFirst();
        }
        counts.merge(fault, 1, Integer::sum);
    }

    /** How many wait and how many happened. */
    @Override
    public synchronized String toString() {
        return "Faults[pending=" + pending() + ", fired=" + fired.size() + "]";
    }
}
