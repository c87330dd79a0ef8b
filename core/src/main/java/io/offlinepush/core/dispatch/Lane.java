package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one vendor app: how many requests may be without a verdict, how many devices a second may be pushed, and who
 * goes next. What finds no room waits here, undecided; its turn comes by urgency, High to Medium to Low as 8 to 4 to 2,
 * small parts (up to 10 devices) and bulk parts taking turns within each. Belongs to the dispatcher's loop.
 *
 * <p>Calls come first, have {@linkplain Bound places of their own}, and do not wait for the rate: it is the messages that
 * make up for them.
 */
final class Lane {

    private static final int SMALL = 10;

    private final Bound mostInFlight;
    private final Bound mostParked;
    /** For all processes together. */
    private final int devicesPerSecond;

    private final Ticker ticker;

    private final ArrayDeque<OpenPart> calls = new ArrayDeque<>();
    private final Turns high = new Turns(8);
    private final Turns medium = new Turns(4);
    private final Turns low = new Turns(2);
    private final List<Turns> byUrgency = List.of(high, medium, low);
    private int messages;
    private int inFlight;
    private boolean starved;
    private double ownPerSecond;
    private double credit;
    private long creditAt;
    /** Since when requests are in flight without any answer. */
    private long silentSince;

    /** The parts of one urgency. */
    private static final class Turns {
        private final ArrayDeque<OpenPart> small = new ArrayDeque<>();
        private final ArrayDeque<OpenPart> bulk = new ArrayDeque<>();
        private final int weight;
        private boolean bulkNext;
        private int turnsLeft;

        private Turns(int weight) {
            this.weight = weight;
        }

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
        this.mostInFlight = new Bound(mostInFlight);
        this.devicesPerSecond = devicesPerSecond;
        this.mostParked = new Bound(mostParked);
        this.ticker = ticker;
        this.ownPerSecond = devicesPerSecond;
        this.credit = devicesPerSecond;
        this.creditAt = ticker.nanos();
    }

    /** Whether a request may go now; it then counts as in flight. Nobody overtakes those who wait, but calls do. */
    boolean enter(Urgency urgency) {
        boolean others = !calls.isEmpty() || (urgency != Urgency.CALL && messages > 0);
        if (others || !hasRoom(urgency)) {
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
        return calls.size() + messages;
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
        Urgency urgency = part.part.urgency();
        if (room(urgency) <= 0) {
            starved = true;
            return false;
        }
        if (urgency == Urgency.CALL) {
            calls.addLast(part);
        } else {
            Turns turns = urgency == Urgency.HIGH ? high : urgency == Urgency.MEDIUM ? medium : low;
            (devices <= SMALL ? turns.small : turns.bulk).addLast(part);
            messages++;
        }
        return true;
    }

    /** The part whose turn it is, if there is room for one; it counts as in flight from now on. */
    @Nullable
    OpenPart next() {
        if (!calls.isEmpty() && hasRoom(Urgency.CALL)) {
            begin();
            return calls.removeFirst();
        }
        if (messages == 0 || !hasRoom(Urgency.HIGH)) {
            return null;
        }
        Turns turns = nextMessages();
        messages--;
        begin();
        turns.turnsLeft--;
        return turns.poll();
    }

    /** Whether there is room again for parts that found none and wait in the store: told once. */
    boolean hasRoomAgain() {
        boolean again = starved && waiting() <= mostParked.most() / 2;
        starved &= !again;
        return again;
    }

    /** Parts for this lane may be left in the store. */
    void leftInStore() {
        starved = true;
    }

    /** How many more parts of this urgency could wait here. */
    int room(Urgency urgency) {
        return Math.max(0, mostParked.forThe(urgency) - waiting());
    }

    /** Whether somebody waits though requests could go: for the rate. */
    boolean waitsForRate() {
        return messages > 0 && inFlight < mostInFlight.forThe(Urgency.HIGH) && !hasRoom(Urgency.HIGH);
    }

    /** Lets go of parts that are closed; requests without a verdict still count. */
    void forgetClosed() {
        calls.removeIf(part -> part.closed);
        messages = 0;
        for (Turns turns : byUrgency) {
            turns.small.removeIf(part -> part.closed);
            turns.bulk.removeIf(part -> part.closed);
            messages += turns.small.size() + turns.bulk.size();
        }
    }

    private Turns nextMessages() {
        while (true) {
            for (Turns turns : byUrgency) {
                if (!turns.isEmpty() && turns.turnsLeft > 0) {
                    return turns;
                }
            }
            // Every urgency that waits has had its turns: a new round begins.
            for (Turns turns : byUrgency) {
                turns.turnsLeft = turns.weight;
            }
        }
    }

    private boolean hasRoom(Urgency urgency) {
        if (inFlight >= mostInFlight.forThe(urgency)) {
            return false;
        }
        if (devicesPerSecond == 0 || urgency == Urgency.CALL) {
            return true;
        }
        long now = ticker.nanos();
        credit = Math.min(ownPerSecond, credit + (now - creditAt) / 1e9 * ownPerSecond);
        creditAt = now;
        return credit > 0;
    }
}
