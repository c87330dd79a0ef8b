package io.offlinepush.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an instance is, at one moment. For a readiness probe {@link #status} is enough; the rest says where to look.
 *
 * @param status the worst of what was found
 * @param problems what was found, a sentence each, without any content or secret; empty if all is well
 * @param node this process in the store
 * @param leaseIsAlive whether this process may push: its lease was renewed in time
 * @param owed how many pushes are owed in the store, by all processes, counted up to 100,000; -1 if the store did not say
 * @param openPushes how many of them this process works on
 * @param waitingSends messages that wait to be stored
 * @param sessions sessions of this process
 * @param droppedEvents events that the listener was too slow for, since the start
 * @param lanes one for each vendor app that this process serves
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

    /** From good to bad. More may come in a later version: take one that you do not know for {@link #DEGRADED}. */
    public enum Status {
        /** Everything answers. */
        UP,
        /**
         * It works, and somebody should look: a vendor is silent, cannot be reached or refuses an app, no push app is configured, a bound
         * is met and senders are told to come back, owed pushes lie unclaimed, or the store does not take what became of a push.
         */
        DEGRADED,
        /** The store or the registry does not answer, or the lease is lost: nothing can be promised now. */
        DOWN
    }

    /**
     * The way to one vendor app.
     *
     * @param app the app
     * @param inFlight requests without an answer
     * @param waiting pushes that wait for their turn
     * @param silentFor for how long requests have been in flight without any answer; zero if none is in flight
     * @param paused whether the vendor refuses the app itself (its rights, keys or clock): its pushes wait, and one request at a
     *     time looks whether that is over
     * @param record how the last requests ended
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
     * How the last requests of a lane ended. A success is an answer of the vendor about a message or a device; a failure is a
     * request without one: no connection, no answer in time, a refusal of the app.
     *
     * @param lastSuccess when the last success was, to some seconds; null if there was none since the start
     * @param lastFailure when the last failure was; null if there was none
     * @param lastCause why the last failure was one, for example {@code connection refused}; empty if that is not known
     * @param failuresInTurn how many failures there were since the last success
     */
    public record LaneRecord(
            @Nullable Instant lastSuccess, @Nullable Instant lastFailure, String lastCause, long failuresInTurn) {

        /** Of a lane without requests so far. */
        public static final LaneRecord NONE = new LaneRecord(null, null, "", 0);

        /** Refuses null where none is allowed. */
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
