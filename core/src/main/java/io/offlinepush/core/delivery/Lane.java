package io.offlinepush.core.delivery;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.Health;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Urgency;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one vendor app: how many requests may be without an answer, how many devices a second may be pushed, and
 * who goes next. What finds no room waits in a {@link TurnQueue}.
 *
 * <p>Calls come first, have {@linkplain CallReserve places of their own}, and do not wait for the rate: it is the
 * messages that make up for them.
 *
 * <p>Safe for several threads; no method blocks.
 */
public final class Lane {

    private final VendorApp app;
    private final Ticker ticker;
    private final BiConsumer<VendorApp, String> onRefused;
    private final CallReserve mostInFlight;
    private final CallReserve mostParked;
    /** For all processes together. */
    private final int devicesPerSecond;
    /** Tickets that wait in all lanes of this process: counted here, so that nobody need ask every lane. */
    private final AtomicInteger waitingInAll;

    // Guarded by this.
    private final TurnQueue queue = new TurnQueue();
    private final AppPause pause = new AppPause();
    private final LaneRecord record;
    private int inFlight;
    private boolean starved;
    private double ownPerSecond;
    private double credit;
    private long creditAt;
    /** Since when requests are in flight without any answer. */
    private long silentSince;

    /**
     * A lane without requests.
     *
     * @param waitingInAll how many tickets wait in all lanes: this lane adds its own
     * @param onRefused told of the app, and why, when the vendor begins to refuse it
     */
    Lane(
            VendorApp app,
            LaneLimits limits,
            Environment environment,
            AtomicInteger waitingInAll,
            BiConsumer<VendorApp, String> onRefused) {
        this.app = app;
        this.ticker = environment.ticker();
        this.waitingInAll = waitingInAll;
        this.onRefused = onRefused;
        this.record = new LaneRecord(environment.clock());
        this.mostInFlight = new CallReserve(limits.inFlight());
        this.mostParked = new CallReserve(limits.parked());
        this.devicesPerSecond = limits.devicesPerSecond();
        this.ownPerSecond = devicesPerSecond;
        this.credit = devicesPerSecond;
        this.creditAt = ticker.nanos();
    }

    /** The app that it leads to. */
    public VendorApp app() {
        return app;
    }

    /**
     * Lets a request go now if there is room for it; it then counts as in flight, and its devices against the rate.
     * Nobody overtakes those who wait, but calls do.
     */
    public synchronized boolean tryEnter(Urgency urgency, int devices) {
        boolean others = urgency == Urgency.CALL ? queue.calls() > 0 : queue.size() > 0;
        if (others || !hasRoom(urgency)) {
            return false;
        }
        begin();
        credit -= devices;
        return true;
    }

    /**
     * Queues for a turn.
     *
     * @param onTurn runs, on any thread, when the turn has come: the request then counts as in flight and is paid for
     * @return the place in the queue; null if there is none left
     */
    @Nullable
    public synchronized LaneTicket park(Urgency urgency, int devices, Runnable onTurn) {
        if (room(urgency) <= 0) {
            starved = true;
            return null;
        }
        LaneTicket ticket = new LaneTicket(this, urgency, devices, onTurn);
        queue.add(ticket);
        waitingInAll.incrementAndGet();
        return ticket;
    }

    /** Gives a ticket back: its place in the queue, or its turn with what was paid for it. */
    public synchronized void giveBack(LaneTicket ticket) {
        if (ticket.state == LaneTicket.State.WAITING) {
            queue.remove(ticket);
            waitingInAll.decrementAndGet();
        } else if (ticket.state == LaneTicket.State.GRANTED) {
            inFlight--;
            credit += ticket.devices;
        }
        ticket.state = LaneTicket.State.RETURNED;
    }

    /** Uses a turn that has come, for so many devices: the request is in flight. False if it has not come. */
    public synchronized boolean use(LaneTicket ticket, int devices) {
        if (ticket.state != LaneTicket.State.GRANTED) {
            return false;
        }
        ticket.state = LaneTicket.State.RETURNED;
        credit += ticket.devices - devices;
        return true;
    }

    /** Whether a ticket's turn has come, and was not used or given back. */
    public synchronized boolean isTurnOf(LaneTicket ticket) {
        return ticket.state == LaneTicket.State.GRANTED;
    }

    /** Those whose turn has come; each counts as in flight from now on. */
    synchronized List<LaneTicket> turns() {
        List<LaneTicket> granted = List.of();
        for (LaneTicket next = next(); next != null; next = next()) {
            if (granted.isEmpty()) {
                granted = new ArrayList<>(4);
            }
            granted.add(next);
        }
        return granted;
    }

    private @Nullable LaneTicket next() {
        LaneTicket ticket = null;
        if (queue.calls() > 0 && hasRoom(Urgency.CALL)) {
            ticket = queue.pollCall();
        } else if (queue.messages() > 0 && hasRoom(Urgency.HIGH)) {
            ticket = queue.pollMessage();
        }
        if (ticket != null) {
            waitingInAll.decrementAndGet();
            begin();
            // Paid for now, or everybody who waits would go on the same credit; what it really takes is known later.
            credit -= ticket.devices;
            ticket.state = LaneTicket.State.GRANTED;
        }
        return ticket;
    }

    /** A request has its answer, or none will come. */
    void answered(Answer answer) {
        boolean appRefused = false;
        boolean appServed = false;
        String trouble = answer.failure();
        if (answer.verdicts() != null) {
            for (Verdict verdict : answer.verdicts()) {
                switch (Answer.Kind.of(verdict)) {
                    case ACCEPTED, REJECTED, TOKEN_INVALID -> appServed = true;
                    case APP_REFUSED -> {
                        appRefused = true;
                        trouble = ((Verdict.AppRefused) verdict).cause();
                    }
                    case RETRY_LATER -> trouble = ((Verdict.RetryLater) verdict).cause();
                    case UNKNOWN -> trouble = ((Verdict.Unknown) verdict).cause();
                }
            }
        }
        boolean alarm;
        synchronized (this) {
            inFlight--;
            long now = ticker.nanos();
            if (answer.verdicts() != null) {
                silentSince = now;
            }
            if (appServed) {
                pause.over();
                record.succeeded();
            } else {
                record.failed(trouble);
            }
            alarm = appRefused && !appServed && pause.refused(now);
        }
        if (alarm) {
            onRefused.accept(app, trouble);
        }
    }

    /** How long until it is looked again whether the vendor takes pushes of this app; zero where it does. */
    public synchronized Duration pauseLeft() {
        return pause.left(ticker.nanos());
    }

    /** How it is. */
    synchronized Health.Lane health() {
        Duration silentFor = inFlight == 0 ? Duration.ZERO : Duration.ofNanos(ticker.nanos() - silentSince);
        return record.health(app, inFlight, queue.size(), silentFor, pause.isPaused());
    }

    /** So many processes share the rate from now on. */
    synchronized void shareRate(int processes) {
        ownPerSecond = (double) devicesPerSecond / processes;
        credit = Math.min(credit, ownPerSecond);
    }

    /** Whether there is room again for parts that found none and wait in the store: told once. */
    synchronized boolean hasRoomAgain() {
        boolean again = starved && queue.size() <= mostParked.most() / 2;
        starved &= !again;
        return again;
    }

    /** Parts for this lane may be left in the store. */
    synchronized void leftInStore() {
        starved = true;
    }

    /** How many more parts of this urgency could wait here. */
    synchronized int room(Urgency urgency) {
        return Math.max(0, mostParked.limit(urgency) - queue.size());
    }

    /**
     * How long those who wait have to wait though requests could go: for the rate, or for the end of a pause. Null: not
     * for time.
     */
    @Nullable
    synchronized Duration waitsForTime(Duration rateStep) {
        if (queue.size() == 0) {
            return null;
        }
        if (pause.isPaused()) {
            return pause.left(ticker.nanos());
        }
        boolean forRate = queue.messages() > 0 && inFlight < mostInFlight.limit(Urgency.HIGH) && !hasRoom(Urgency.HIGH);
        return forRate ? rateStep : null;
    }

    private void begin() {
        if (inFlight++ == 0) {
            silentSince = ticker.nanos();
        }
    }

    private boolean hasRoom(Urgency urgency) {
        if (inFlight >= mostInFlight.limit(urgency)) {
            return false;
        }
        if (pause.isPaused() && !pause.lets(ticker.nanos(), inFlight)) {
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
