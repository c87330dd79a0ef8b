package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An app's connections: opened when there is more to send than the present ones take, up to a limit, one after the
 * other; kept; replaced when they have died. Lives on the event loop.
 */
final class Pool implements Connection.Owner, Dialer.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    /** While others carry on, a dial that failed is not repeated before this is over. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * A connection that is kept warm is replaced after so long; twice as long each time that one did not come to use.
     */
    private static final Duration LEAST_WARM_WAIT = Duration.ofSeconds(1);

    private static final Duration MOST_WARM_WAIT = Duration.ofMinutes(10);

    /** What a pool tells its user. */
    interface User {

        /** Something may be written again, or another connection is needed. */
        void roomAgain();

        /** The server did nothing with this one. */
        void unprocessed(InFlightRequest inFlight);

        /**
         * There is no connection, and none came about.
         *
         * @param why in words for an operator
         */
        void noConnection(String why);
    }

    private final User user;
    private final Dialer dialer;
    private final Environment.Ticker ticker;
    private final LoopTimer warmTimer;

    /** Those that still live, the retired ones too. */
    private final Set<Connection> living = new HashSet<>();

    /** Those that are not retired, in the order in which they came. */
    private final List<Connection> inService = new ArrayList<>();

    private int most = 1;
    private boolean closed;
    /** Whether there is to be a connection without a push. */
    private boolean warm;

    private Duration warmWait = LEAST_WARM_WAIT;

    private boolean paused;
    private long pausedNanos;

    Pool(Network network, User user) {
        this.user = user;
        this.ticker = network.environment().ticker();
        this.dialer = new Dialer(network, this, this);
        this.warmTimer = new LoopTimer(network.environment(), network.loop(), this::warmUp);
    }

    /** One that takes a request now; null if none does. */
    @Nullable
    Connection withRoom() {
        for (int i = 0; i < inService.size(); ) {
            Connection next = inService.get(i);
            if (next.hasRoom()) {
                return next;
            }
            if (i < inService.size() && inService.get(i) == next) {
                i++;
            }
        }
        return null;
    }

    /** Opens another connection, if there may be more of them. */
    void more() {
        int serving = 0;
        for (Connection connection : inService) {
            serving += connection.serves() ? 1 : 0;
        }
        boolean waits = paused && serving > 0 && ticker.nanos() - pausedNanos < PAUSE.toNanos();
        if (serving < most && !waits) {
            dialer.dial();
        }
    }

    /** Whether any connection takes requests, now or once something else has ended. */
    boolean serves() {
        return inService.stream().anyMatch(Connection::serves);
    }

    /** Which server has no connection, and why if that is known: the end of a sentence for an operator. */
    String whyNoConnection() {
        String why = dialer.whyNone();
        return dialer + " came about in time" + (why.isEmpty() ? "" : ": " + why);
    }

    /** Keeps a connection open from now on, without a push too, or leaves that to the pushes. */
    void keepWarm(boolean keep) {
        boolean begins = keep && !warm;
        warm = keep;
        if (begins) {
            warmUp();
        }
    }

    private void warmUp() {
        if (warm && !closed && !serves()) {
            dialer.dial();
        }
    }

    private void warmUpLater() {
        if (warm && !closed && !serves()) {
            warmTimer.at(ticker.nanos() + warmWait.toNanos());
            Duration twice = warmWait.multipliedBy(2);
            warmWait = twice.compareTo(MOST_WARM_WAIT) < 0 ? twice : MOST_WARM_WAIT;
        }
    }

    /** A push was written: the connections come to use. */
    void used() {
        warmWait = LEAST_WARM_WAIT;
    }

    /** Sends what was written. */
    void flush() {
        for (Connection connection : living) {
            connection.flush();
        }
    }

    @Override
    public void opened(Connection connection, String protocol, int mostOfThem) {
        LOG.debug("connection to {} opened, {}", dialer, protocol);
        dialer.done();
        paused = false;
        if (closed) {
            connection.close();
            return;
        }
        most = mostOfThem;
        living.add(connection);
        inService.add(connection);
        user.roomAgain();
    }

    @Override
    public void retired(Connection connection) {
        if (!inService.remove(connection)) {
            return;
        }
        if (inService.isEmpty() && !connection.carried()) {
            // A server that hangs up on every connection is not dialled in a loop.
            user.noConnection("the gateway ended a new connection at once");
        } else {
            user.roomAgain();
        }
    }

    @Override
    public void roomAgain() {
        user.roomAgain();
    }

    @Override
    public void unprocessed(InFlightRequest inFlight) {
        user.unprocessed(inFlight);
    }

    @Override
    public void ended(Connection connection) {
        LOG.debug("connection to {} closed", dialer);
        retired(connection);
        living.remove(connection);
        warmUpLater();
    }

    @Override
    public void noConnection(String why) {
        paused = true;
        pausedNanos = ticker.nanos();
        if (!serves()) {
            user.noConnection(why);
        }
        warmUpLater();
    }

    void close() {
        closed = true;
        warmTimer.cancel();
        dialer.close();
        List.copyOf(living).forEach(Connection::close);
    }
}
