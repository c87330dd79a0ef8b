package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, one at a time: name, TCP, perhaps the proxy's tunnel, TLS, protocol, and for HTTP/2 the server's
 * SETTINGS, all within one timeout. Lives on the event loop; names are looked up elsewhere, since that blocks, and anew
 * for each connection, since they change. Through a proxy only the proxy's name is looked up here.
 *
 * <p>Of several addresses the next is tried when one has failed, or as well when it has not answered for 250 ms, as in
 * "happy eyeballs" (RFC 8305). The first with which TLS stands is the one; an address that did not answer comes last
 * next time.
 */
final class Dialer {

    /** How long one address is waited for before another one is tried as well. */
    private static final Duration NEXT_ADDRESS = Duration.ofMillis(250);

    /** The same where the address answers, and TLS takes its time. */
    private static final Duration NEXT_ADDRESS_IN_HANDSHAKE = Duration.ofSeconds(1);

    /** The most causes in one alarm. */
    private static final int MOST_CAUSES = 3;

    /** Who dials. */
    interface Listener {

        /**
         * No connection came about.
         *
         * @param why in words for an operator
         */
        void noConnection(String why);

        /** One that came about has ended. */
        void ended(Connection connection);
    }

    private final Network network;
    private final Connection.Owner owner;
    private final Listener listener;
    private final Set<InetAddress> silent = new HashSet<>();
    private @Nullable Dial underWay;
    private String lastFailure = "";
    private boolean closed;

    /**
     * Dials one server.
     *
     * @param owner given to connections; told when one has come about, and then calls {@link #done}
     * @param listener told how it went
     */
    Dialer(Network network, Connection.Owner owner, Listener listener) {
        this.network = network;
        this.owner = owner;
        this.listener = listener;
    }

    /** Begins, unless it has begun. */
    void dial() {
        if (underWay == null && !closed) {
            Dial dial = new Dial();
            underWay = dial;
            dial.start();
        }
    }

    /**
     * Why there is no connection yet.
     *
     * @return what the dial under way has met and still waits for, otherwise why the last dial failed; empty if the
     *     last one succeeded, or there was none
     */
    String whyNone() {
        Dial dial = underWay;
        return dial == null ? lastFailure : dial.soFar();
    }

    /** A connection has come about. */
    void done() {
        lastFailure = "";
        Dial dial = underWay;
        underWay = null;
        if (dial != null) {
            dial.end();
        }
    }

    /** Gives up what is under way, without a word. */
    void close() {
        closed = true;
        Dial dial = underWay;
        if (dial != null) {
            dial.abandon(null);
        }
        done();
    }

    /** Host, the port if it is not 443, and the proxy if there is one. */
    @Override
    public String toString() {
        WireSettings wire = network.wire();
        return wire.authority()
                + wire.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
    }

    /** From a name to a connection, or to the reasons why there is none. */
    private final class Dial implements Attempt.Outcome {

        private final Environment environment = network.environment();
        private final LoopTimer timeout = new LoopTimer(environment, network.loop(), this::timedOut);
        private final LoopTimer nextAddress = new LoopTimer(environment, network.loop(), this::nextAddress);
        private final List<Attempt> attempts = new ArrayList<>();
        private final Set<String> causes = new LinkedHashSet<>();
        private List<InetAddress> addresses = List.of();
        private int started;
        private boolean inHandshake;
        private long nextNanos;

        void start() {
            timeout.at(environment.ticker().nanos()
                    + network.wire().connectTimeout().toNanos());
            String host = network.wire()
                    .proxy()
                    .map(HttpProxy::host)
                    .orElseGet(() -> network.wire().host());
            network.names()
                    .lookUp(host)
                    .whenComplete((found, failure) -> network.loop().run(() -> {
                        if (failure == null) {
                            dial(found);
                        } else {
                            fail(
                                    failure instanceof NameLookups.Failure known
                                            ? String.valueOf(known.getMessage())
                                            : failure.getClass().getName());
                        }
                    }));
        }

        private void dial(List<InetAddress> found) {
            if (underWay != this) {
                return;
            }
            silent.retainAll(found);
            // Stable: those that answer keep the resolver's order.
            addresses = found.stream()
                    .distinct()
                    .sorted(Comparator.comparing(silent::contains))
                    .toList();
            attemptNext();
        }

        private void attemptNext() {
            int port = network.wire()
                    .proxy()
                    .map(HttpProxy::port)
                    .orElseGet(() -> network.wire().port());
            Attempt next = new Attempt(
                    network, new InetSocketAddress(addresses.get(started), port), owner, listener::ended, this);
            started++;
            attempts.add(next);
            inHandshake = false;
            armNextAddress(NEXT_ADDRESS);
            next.start();
        }

        private void armNextAddress(Duration time) {
            if (started < addresses.size()) {
                nextNanos = environment.ticker().nanos() + time.toNanos();
                nextAddress.at(nextNanos);
            }
        }

        /** The newest attempt has had its time. */
        private void nextAddress() {
            if (underWay != this || started == addresses.size()) {
                return;
            }
            if (environment.ticker().nanos() - nextNanos < 0) {
                // Armed for an attempt that has failed since.
                nextAddress.at(nextNanos);
                return;
            }
            boolean answers =
                    !attempts.isEmpty() && attempts.get(attempts.size() - 1).answers();
            if (answers && !inHandshake) {
                inHandshake = true;
                armNextAddress(NEXT_ADDRESS_IN_HANDSHAKE);
            } else {
                attemptNext();
            }
        }

        @Override
        public void secured(Attempt attempt) {
            silent.remove(attempt.address());
            abandon(attempt);
        }

        @Override
        public void failed(Attempt attempt, String why) {
            if (underWay != this) {
                return;
            }
            attempts.remove(attempt);
            silent.add(attempt.address());
            causes.add(why);
            if (started < addresses.size()) {
                attemptNext();
            } else if (attempts.isEmpty()) {
                fail(soFar());
            }
        }

        private void timedOut() {
            attempts.forEach(attempt -> silent.add(attempt.address()));
            fail("not within " + network.wire().connectTimeout().toMillis() + " ms: " + soFar());
        }

        /** The failures so far, and what the open attempts wait for. */
        String soFar() {
            Set<String> all = new LinkedHashSet<>(causes);
            attempts.forEach(attempt -> all.add(attempt.waitsFor()));
            return all.isEmpty() ? "the name was not looked up" : summary(List.copyOf(all));
        }

        private String summary(List<String> all) {
            String some = String.join("; ", all.subList(0, Math.min(MOST_CAUSES, all.size())));
            return all.size() > MOST_CAUSES ? some + "; and " + (all.size() - MOST_CAUSES) + " more" : some;
        }

        private void fail(String why) {
            if (underWay != this) {
                return;
            }
            abandon(null);
            done();
            lastFailure = why;
            network.alarms().raiseEach("no connection to " + Dialer.this, why);
            listener.noConnection(why);
        }

        /** Gives up all attempts but this one. */
        void abandon(@Nullable Attempt butThis) {
            for (Attempt attempt : List.copyOf(attempts)) {
                if (attempt != butThis) {
                    // It was slower, or silent.
                    silent.add(attempt.address());
                    attempts.remove(attempt);
                    attempt.abandon();
                }
            }
        }

        void end() {
            timeout.cancel();
            nextAddress.cancel();
            attempts.forEach(Attempt::succeed);
        }
    }
}
