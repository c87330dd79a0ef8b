package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Looks names up on threads of its own, since a look-up may hang: it then delays new connections, and nothing else.
 * Callers of one name share one look-up. One that has hung longer than the deadline is left behind: the next caller
 * begins another, as long as a thread is left for it. Safe for any thread.
 */
final class NameLookups {

    /** Threads for look-ups; all but one may hang in look-ups that were left behind. */
    private static final int THREADS = 4;

    private final Names names;
    private final Executor executor;
    private final Environment.Ticker ticker;
    private final long deadlineNanos;
    private final Map<String, Lookup> newest = new HashMap<>();
    private int unfinished;

    /**
     * Look-ups that use the environment's executor {@code names}.
     *
     * @param names the resolver, which may block
     * @param deadline when a look-up counts as hanging
     */
    NameLookups(Names names, Environment environment, Duration deadline) {
        this.names = names;
        this.executor = environment.executor("names", THREADS);
        this.ticker = environment.ticker();
        this.deadlineNanos = deadline.toNanos();
    }

    /**
     * The addresses of a name.
     *
     * @return completes on a look-up thread with one address or more; fails with {@link Failure}
     */
    CompletionStage<List<InetAddress>> lookUp(String host) {
        Lookup next;
        synchronized (this) {
            Lookup present = newest.get(host);
            if (present != null && (!hangs(present) || unfinished >= THREADS)) {
                return present.result;
            }
            next = new Lookup(host, ticker.nanos());
            newest.put(host, next);
            unfinished++;
        }
        try {
            executor.execute(next);
        } catch (RuntimeException e) {
            next.fail("no thread to look the name " + host + " up");
        }
        return next.result;
    }

    private boolean hangs(Lookup lookup) {
        return ticker.nanos() - lookup.beganNanos >= deadlineNanos;
    }

    private synchronized void finished(Lookup lookup) {
        unfinished--;
        newest.remove(lookup.host, lookup);
    }

    /** Why there is no address, in words for an operator. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String why) {
            super(why, null, false, false);
        }
    }

    private final class Lookup implements Runnable {

        private final String host;
        private final long beganNanos;
        private final CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();

        Lookup(String host, long beganNanos) {
            this.host = host;
            this.beganNanos = beganNanos;
        }

        @Override
        public void run() {
            List<InetAddress> found;
            try {
                found = List.of(names.lookUp(host));
            } catch (UnknownHostException e) {
                fail("the name " + host + " is unknown");
                return;
            } catch (RuntimeException | Error e) {
                fail("the name " + host + " cannot be looked up: "
                        + e.getClass().getName());
                return;
            }
            finished(this);
            result.complete(found);
        }

        void fail(String why) {
            finished(this);
            result.completeExceptionally(new Failure(why));
        }
    }
}
