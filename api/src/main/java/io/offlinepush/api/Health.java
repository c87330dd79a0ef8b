package io.offlinepush.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of an instance at one moment. A readiness probe needs only {@link #status}; the other fields help to find a
 * cause.
 *
 * @param status the worst state that was found
 * @param problems one sentence for each problem, without content or secrets; empty if there is none
 * @param node the id of this process in the store
 * @param leaseIsAlive whether this process may push, that is, whether its lease was renewed in time
 * @param owed the number of owed pushes in the store, of all processes, counted up to 100,000; -1 if the store did not
 *     answer
 * @param openPushes the number of owed pushes that this process works on
 * @param waitingSends the number of messages that wait to be stored
 * @param sessions the number of sessions of this process
 * @param droppedEvents the number of events dropped since the start because the listener was too slow
 * @param lanes one entry for each vendor app that this process serves
 */
public record Health(
        Status status,
        List<String> problems,
        String node,
        boolean leaseIsAlive,
        long owed,
        int openPushes,
        int waitingSends,
        int sessions,
        long droppedEvents,
        List<Lane> lanes) {

    /** From good to bad. A later version may add constants: treat an unknown one as {@link #DEGRADED}. */
    public enum Status {
        /** No problem was found. */
        UP,
        /**
         * The instance works, but an operator should look: a vendor is silent, cannot be reached or refuses an app; no
         * push app is configured; a bound is reached and sends are rejected; owed pushes stay unclaimed; or the store
         * does not accept settlements.
         */
        DEGRADED,
        /**
         * The store or the registry does not answer, or the lease is lost. The instance cannot keep its promises now.
         */
        DOWN
    }

    /**
     * The connection to one vendor app.
     *
     * @param app the vendor app
     * @param inFlight the number of requests without an answer
     * @param waiting the number of pushes that wait for their turn
     * @param silentFor how long requests have been in flight without any answer; zero if none is in flight
     * @param paused whether the vendor refuses the app itself (its rights, keys or clock). The app's pushes wait, and
     *     one request at a time probes whether the refusal is over
     * @param record the outcome of the last requests
     */
    public record Lane(
            VendorApp app, int inFlight, int waiting, Duration silentFor, boolean paused, LaneRecord record) {

        /** Refuses null. */
        public Lane {
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(silentFor, "silentFor");
            Objects.requireNonNull(record, "record");
        }
    }

    /**
     * The outcome of a lane's last requests. A success is an answer of the vendor about a message or a device. A
     * failure is a request without such an answer: no connection, a timeout, or a refusal of the app.
     *
     * @param lastSuccess the time of the last success, accurate to some seconds; null if there was none since the start
     * @param lastFailure the time of the last failure; null if there was none
     * @param lastCause the cause of the last failure, for example {@code connection refused}; empty if it is unknown
     * @param failuresInTurn the number of failures since the last success
     */
    public record LaneRecord(
            @Nullable Instant lastSuccess, @Nullable Instant lastFailure, String lastCause, long failuresInTurn) {

        /** The record of a lane without requests. */
        public static final LaneRecord NONE = new LaneRecord(null, null, "", 0);

        /** Refuses null, except where null is allowed. */
        public LaneRecord {
            Objects.requireNonNull(lastCause, "lastCause");
        }
    }

    /** Copies the lists. */
    public Health {
        Objects.requireNonNull(status, "status");
        problems = List.copyOf(problems);
        Objects.requireNonNull(node, "node");
        lanes = List.copyOf(lanes);
    }
}
