package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one vendor app: how many requests may be without a verdict, how many devices a second may be pushed, and who
 * goes next. What finds no room waits here, undecided; its turn comes by priority, High to Medium to Low as 8 to 4 to 2,
 * small parts (up to 10 devices) and bulk parts taking turns within each. Belongs to the dispatcher's loop.
 */
final class Lane {

    private static final int SMALL = 10;
    private static final int[] WEIGHTS = {2, 4, 8};

    private final int mostInFlight;
    private final int mostParked;
    /** For all processes together. */
    private final int devicesPerSecond;

    private final Ticker ticker;

    private final List<Turns> byPriority = List.of(new Turns(), new Turns(), new Turns());
    private int parked;
    private int inFlight;
    private boolean starved;
    private double ownPerSecond;
    private double credit;
    private long creditAt;
    /** Since when requests are in flight without any answer. */
    private long silentSince;

    /** The parts of one priority. */
    private static final class Turns {
        private final ArrayDeque<OpenPart> small = new ArrayDeque<>();
        private final ArrayDeque<OpenPart> bulk = new ArrayDeque<>();
        private boolean bulkNext;
        private int turnsLeft;

        private boolean isEmpty() {
            return small.isEmpty() && bulk.isEmpty();
        }

        private OpenPart poll() {
            boolean takeBulk = small.isEmpty() || (bulkNext && !bulk.isEmpty());
            bulkNext = !takeBulk;
            return takeBulk ? bulk.removeFirst() : small.removeFirst();
        }
    }

    /**
     * A lane.
     *
     * @param mostInFlight how many requests may be without a verdict
     * @param devicesPerSecond how many devices may be pushed in a second by all processes; 0 for as many as will
     * @param mostParked how many parts may wait here
     */
    Lane(int mostInFlight, int devicesPerSecond, int mostParked, Ticker ticker) {
        this.mostInFlight = mostInFlight;
        this.devicesPerSecond = devicesPerSecond;
        this.mostParked = mostParked;
        this.ticker = ticker;
        this.ownPerSecond = devicesPerSecond;
        this.credit = devicesPerSecond;
        this.creditAt = ticker.nanos();
    }

    /** Whether a request may go now; it then counts as in flight. Nobody overtakes those who wait. */
    boolean enter() {
        if (parked > 0 || !hasRoom()) {
            return false;
        }
        begin();
        return true;
    }

    /** So many processes share the rate from now on. */
    void shareRate(int processes) {
        ownPerSecond = (double) devicesPerSecond / processes;
        credit = Math.min(credit, ownPerSecond);
    }

    /** One more request of somebody who is in. */
    void enterToo() {
        begin();
    }

    /** Counts the devices of a request against the rate. */
    void spend(int devices) {
        credit -= devices;
    }

    /** A request has its verdict, or did not come about. */
    void leave() {
        inFlight--;
    }

    /** An answer came: the vendor is there. */
    void answered() {
        silentSince = ticker.nanos();
    }

    int inFlight() {
        return inFlight;
    }

    int waiting() {
        return parked;
    }

    /** For how long requests have been in flight without any answer. */
    Duration silentFor() {
        return inFlight == 0 ? Duration.ZERO : Duration.ofNanos(ticker.nanos() - silentSince);
    }

    private void begin() {
        if (inFlight++ == 0) {
            silentSince = ticker.nanos();
        }
    }

    /** Lets a part wait for its turn; false if there is no room for it. */
    boolean park(OpenPart part, int devices) {
        if (parked >= mostParked) {
            starved = true;
            return false;
        }
        Turns turns = byPriority.get(part.part.priority().number() - Priority.LOW.number());
        (devices <= SMALL ? turns.small : turns.bulk).addLast(part);
        parked++;
        return true;
    }

    /** The part whose turn it is, if there is room for one; it counts as in flight from now on. */
    @Nullable
    OpenPart next() {
        if (parked == 0 || !hasRoom()) {
            return null;
        }
        Turns turns = nextPriority();
        parked--;
        begin();
        turns.turnsLeft--;
        return turns.poll();
    }

    /** Whether there is room again for parts that found none and wait in the store: told once. */
    boolean hasRoomAgain() {
        boolean again = starved && parked <= mostParked / 2;
        starved &= !again;
        return again;
    }

    /** Parts for this lane may be left in the store. */
    void leftInStore() {
        starved = true;
    }

    /** How many more parts could wait here. */
    int room() {
        return mostParked - parked;
    }

    /** Whether somebody waits though requests could go: for the rate. */
    boolean waitsForRate() {
        return parked > 0 && inFlight < mostInFlight && !hasRoom();
    }

    /** Lets go of parts that are closed; requests without a verdict still count. */
    void forgetClosed() {
        parked = 0;
        for (Turns turns : byPriority) {
            turns.small.removeIf(part -> part.closed);
            turns.bulk.removeIf(part -> part.closed);
            parked += turns.small.size() + turns.bulk.size();
        }
    }

    private Turns nextPriority() {
        while (true) {
            for (int i = byPriority.size() - 1; i >= 0; i--) {
                Turns turns = byPriority.get(i);
                if (!turns.isEmpty() && turns.turnsLeft > 0) {
                    return turns;
                }
            }
            // Every priority that waits has had its turns: a new round begins.
            for (int i = 0; i < WEIGHTS.length; i++) {
                byPriority.get(i).turnsLeft = WEIGHTS[i];
            }
        }
    }

    private boolean hasRoom() {
        if (inFlight >= mostInFlight) {
            return false;
        }
        if (devicesPerSecond == 0) {
            return true;
        }
        long now = ticker.nanos();
        credit = Math.min(ownPerSecond, credit + (now - creditAt) / 1e9 * ownPerSecond);
        creditAt = now;
        return credit > 0;
    }
}
