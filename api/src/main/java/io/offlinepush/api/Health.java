package io.offlinepush.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How an instance is, at one moment. For a readiness probe {@link #status} is enough; the rest says where to look.
 *
 * @param status the worst of what was found
 * @param problems what was found, a sentence each, without any content or secret; empty if all is well
 * @param node this process in the store
 * @param leaseIsAlive whether this process may push: its lease was renewed in time
 * @param owed how many pushes are owed in the store, by all processes; -1 if the store did not say
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
         * It works, and somebody should look: a vendor is silent, a bound is met and senders are told to come back, or
         * no push app is configured.
         */
        DEGRADED,
        /** The store or the registry does not answer, or the lease is lost: nothing can be promised now. */
        DOWN
    }

    /**
     * The way to one vendor app.
     *
     * @param app which
     * @param inFlight requests without an answer
     * @param waiting pushes that wait for their turn
     * @param silentFor for how long requests have been in flight without any answer; zero if none is in flight
     */
    public record Lane(VendorApp app, int inFlight, int waiting, Duration silentFor) {

        /** Refuses null. */
        public Lane {
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(silentFor, "silentFor");
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
