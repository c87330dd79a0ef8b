package io.offlinepush.core.orders;

import io.offlinepush.api.Environment.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was seen from outside the engine, each fact with its place in the one order of all, and its time. */
final class Facts {

    /** Not seen yet, and so after everything. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * The engine asked the provider to push.
     *
     * @param decidedFrom when the decision began to read who is logged in
     */
    record Asked(long decidedFrom, Duration time) {}

    private final Ticker ticker;
    private long count;
    private long recipientsRead;

    final List<Asked> asked = new ArrayList<>();
    final List<Long> writes = new ArrayList<>();
    long acknowledged = NEVER;
    long logoutCalled = NEVER;
    long logoutReturned = NEVER;
    /** How often the client was given the message. */
    int taken;
    /** The client was told that its session is over; and it was given a message after that. */
    boolean sessionIsOver;

    boolean givenTooLate;
    /** The host's presence took longer than its time limit. */
    boolean presenceWasLate;

    Facts(Ticker ticker) {
        this.ticker = ticker;
    }

    long now() {
        return ++count;
    }

    Duration time() {
        return Duration.ofNanos(ticker.nanos());
    }

    /** Whether the client acknowledged, and while it was logged in. */
    boolean isAcknowledged() {
        return acknowledged < logoutCalled;
    }

    boolean isLoggedOut() {
        return logoutCalled != NEVER;
    }

    /** A call of a port begins. */
    void called(String call) {
        if (call.equals("BindingRegistry.recipients")) {
            recipientsRead = now();
        }
    }

    void asked() {
        asked.add(new Asked(recipientsRead, time()));
    }

    void written() {
        writes.add(now());
    }
}
