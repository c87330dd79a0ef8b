package io.offlinepush.harmonyos;

import io.netty.buffer.Unpooled;
import io.offlinepush.api.Environment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One app's requests: queued, written to whichever connection has room at the rate that Push Kit bears, and given up at
 * their deadlines.
 *
 * <pre>
 * send (any thread) -> incoming -> one scheduled drain -> waiting -> leave, write ... one flush -> open until it ends
 *                                                            ^                                          |
 *                                                            +--- the server did nothing with it -------+
 * </pre>
 *
 * <p>Everything but {@link #send} happens on the one event loop, so nothing here is locked. What waits has surely not
 * been taken; what was written ends with an answer, or unknown, or is written again because the server said that it did
 * nothing with it (GOAWAY, REFUSED_STREAM).
 */
final class AppRequestQueue implements Http, Pool.User {

    private static final Logger LOG = LoggerFactory.getLogger(AppRequestQueue.class);

    private static final String CLOSED = "the provider is closed";

    /** A server that sends everything back is not asked for ever. */
    private static final int MOST_SENDINGS = 5;

    private final String app;
    private final Environment.Ticker ticker;
    private final Loop loop;
    private final Pool pool;
    private final AdaptiveRateLimiter limiter;
    private final LoopTimer deadlines;
    private final LoopTimer nextTurn;
    private final int maxPending;
    private final Runnable onUse;

    private final Queue<InFlightRequest> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean closed;

    /** Taken and not written, in order; those that have ended meanwhile are passed over. */
    private final Deque<InFlightRequest> waiting = new ArrayDeque<>();

    /** Taken and not ended, by deadline. */
    private final TreeSet<InFlightRequest> open = new TreeSet<>();

    private boolean left;
    private @Nullable CompletableFuture<Void> idle;

    /**
     * One app's way.
     *
     * @param maxPending the most requests that wait to be written
     * @param onUse told on the event loop when there is something to send
     */
    AppRequestQueue(String app, int maxPending, Network network, Runnable onUse) {
        this.app = app;
        this.onUse = onUse;
        this.maxPending = maxPending;
        this.loop = network.loop();
        Environment environment = network.environment();
        this.ticker = environment.ticker();
        this.pool = new Pool(network, this);
        this.limiter = new AdaptiveRateLimiter(ticker.nanos());
        this.deadlines = new LoopTimer(environment, loop, this::expire);
        this.nextTurn = new LoopTimer(environment, loop, this::pump);
    }

    @Override
    public void send(HttpRequest request) {
        if (closed) {
            request.notSent(CLOSED);
            return;
        }
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            request.notSent(maxPending + " requests of the app already wait to be written (maxPending)");
            return;
        }
        incoming.add(new InFlightRequest(request, numbers.incrementAndGet(), this::ended));
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true) && !loop.run(this::drain)) {
            woken.set(false);
            // The loop has ended.
            for (InFlightRequest late = incoming.poll(); late != null; late = incoming.poll()) {
                late.request().notSent(CLOSED);
            }
        }
    }

    private void drain() {
        woken.set(false);
        if (!incoming.isEmpty()) {
            onUse.run();
        }
        for (InFlightRequest next = incoming.poll(); next != null; next = incoming.poll()) {
            waiting.add(next);
            open.add(next);
        }
        armDeadlines();
        pump();
    }

    private @Nullable InFlightRequest firstWaiting() {
        InFlightRequest first = waiting.peek();
        while (first != null && first.ended()) {
            waiting.remove();
            first = waiting.peek();
        }
        return first;
    }

    private void pump() {
        if (idle != null) {
            refuseWaiting(CLOSED);
            return;
        }
        long now = ticker.nanos();
        boolean wrote = false;
        for (InFlightRequest next = firstWaiting(); next != null; next = firstWaiting()) {
            if (!limiter.open(now)) {
                nextTurn.at(limiter.opensAtNanos());
                break;
            }
            Connection connection = pool.withRoom();
            if (connection == null) {
                pool.more();
                break;
            }
            waiting.remove();
            wrote |= write(connection, next, now);
        }
        if (wrote) {
            pool.flush();
        }
    }

    private boolean write(Connection connection, InFlightRequest inFlight, long now) {
        HttpRequest request = inFlight.request();
        byte[] body = request.body();
        if (body == null) {
            inFlight.notSent("no time to live is left");
            return false;
        }
        pending.decrementAndGet();
        left = false;
        request.sendIfCurrent(() -> {
            if (!left) {
                left = true;
                inFlight.written(connection, now);
                limiter.left(request.weight(), now);
                pool.used();
                connection.write(inFlight, Unpooled.wrappedBuffer(body));
            }
        });
        if (!left) {
            pending.incrementAndGet();
            inFlight.notSent("the push was withdrawn before it was written");
        }
        return left;
    }

    @Override
    public void unprocessed(InFlightRequest inFlight) {
        if (inFlight.ended()) {
            return;
        }
        inFlight.unwritten();
        pending.incrementAndGet();
        if (inFlight.sendings() >= MOST_SENDINGS) {
            inFlight.notSent("the gateway returned the request " + MOST_SENDINGS + " times");
        } else {
            waiting.addFirst(inFlight);
            wake();
        }
    }

    private void ended(InFlightRequest inFlight) {
        if (inFlight.carrier() == null) {
            pending.decrementAndGet();
        } else if (inFlight.answering()) {
            paced(inFlight);
        }
        open.remove(inFlight);
        if (idle != null && open.isEmpty()) {
            idle.complete(null);
        }
    }

    private void paced(InFlightRequest inFlight) {
        if (inFlight.status() != 503 && inFlight.status() != 429) {
            if (inFlight.status() < 500) {
                limiter.passed(inFlight.request().weight(), inFlight.sentNanos(), ticker.nanos());
            }
        } else if (limiter.lower(inFlight.sentNanos(), ticker.nanos())) {
            LOG.info("{} is slowed down by Push Kit: at most {} tokens a second for now", app, (long) limiter.limit());
        }
    }

    @Override
    public void roomAgain() {
        if (!waiting.isEmpty()) {
            wake();
        }
    }

    /** What waits was surely not taken, and the next push tries again. */
    @Override
    public void noConnection(String why) {
        refuseWaiting(why);
    }

    private void refuseWaiting(String why) {
        for (InFlightRequest next = firstWaiting(); next != null; next = firstWaiting()) {
            waiting.remove();
            next.notSent(why);
        }
    }

    private void armDeadlines() {
        if (!open.isEmpty()) {
            deadlines.at(open.first().request().deadlineNanos());
        }
    }

    private void expire() {
        long now = ticker.nanos();
        while (!open.isEmpty() && open.first().request().deadlineNanos() - now <= 0) {
            InFlightRequest late = open.first();
            Connection carrier = late.carrier();
            if (carrier == null) {
                late.notSent(whyNotWritten(now));
            } else {
                late.unknown("no answer came in time");
                carrier.abandon(late);
            }
        }
        armDeadlines();
        pump();
    }

    private String whyNotWritten(long now) {
        if (!pool.serves()) {
            return "no connection to " + pool.whyNoConnection();
        }
        return limiter.open(now)
                ? "no connection had room in time"
                : "slowed down by Push Kit's flow control: no turn in time";
    }

    /** Keeps a connection open without a push, or not. On the event loop. */
    void keepWarm(boolean keep) {
        pool.keepWarm(keep && !closed);
    }

    /** Takes no more. */
    void refuse() {
        closed = true;
    }

    /** Refuses what waits; completes once what was written has ended. On the event loop. */
    void finish(CompletableFuture<Void> done) {
        idle = done;
        drain();
        if (open.isEmpty()) {
            done.complete(null);
        }
    }

    /** Gives up whatever has not ended. On the event loop. */
    void abandonAll() {
        List.copyOf(open).forEach(inFlight -> inFlight.unknown("closed before an answer came"));
        pool.close();
        deadlines.cancel();
        nextTurn.cancel();
    }
}
