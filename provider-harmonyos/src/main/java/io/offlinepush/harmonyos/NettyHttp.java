package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests on one connection, opened when there is something to send and replaced when it has died.
 *
 * <pre>
 * send (any thread) -> incoming -> one scheduled drain -> waiting -> leave, write ... one flush -> open until it ends
 * </pre>
 *
 * <p>Everything but {@link #send} and {@link #close} happens on the one event loop, so nothing here is locked. What waits
 * has surely not been sent; what was written ends with an answer, or unknown.
 */
final class NettyHttp implements Http, Connection.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(NettyHttp.class);

    /** The longest that {@link #close} waits for answers, whatever the request timeout is. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Environment environment;
    private final Dialer dialer;
    private final Duration patience;
    private final int maxPending;
    private final EventLoopGroup group;
    private final EventLoop loop;

    private final Queue<Exchange> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean closed;

    /** Taken and not written, in order. */
    private final Set<Exchange> waiting = new LinkedHashSet<>();

    /** Taken and not ended, by deadline. */
    private final TreeSet<Exchange> open = new TreeSet<>();

    /** Those that still live, the retired ones too. */
    private final Set<Connection> connections = new HashSet<>();

    private @Nullable Connection current;
    private boolean carried;
    private @Nullable CompletableFuture<?> idle;
    private Environment.@Nullable Task timer;
    private long timerNanos;

    NettyHttp(HarmonyOsSettings settings, SslContext tls, Environment environment, Alarms alarms) {
        this.environment = environment;
        this.maxPending = settings.maxPending();
        this.patience =
                settings.requestTimeout().compareTo(LONGEST_CLOSE) < 0 ? settings.requestTimeout() : LONGEST_CLOSE;
        this.group = eventLoop();
        this.loop = group.next();
        this.dialer = new Dialer(settings, tls, environment, alarms, loop, this::failed, this::gone, this);
    }

    // Its successor exists in Netty 4.2 only, and hosts on Spring Boot 3 bring 4.1.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup eventLoop() {
        AtomicInteger threads = new AtomicInteger();
        return new NioEventLoopGroup(1, task -> {
            Thread thread = new FastThreadLocalThread(task, "offline-push-harmonyos-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void send(Post post) {
        if (closed) {
            post.notSent();
            return;
        }
        if (pending.incrementAndGet() > maxPending) {
            pending.decrementAndGet();
            post.notSent();
            return;
        }
        incoming.add(new Exchange(post, numbers.incrementAndGet(), this::ended));
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true) && !onLoop(this::drain)) {
            woken.set(false);
            refuseIncoming();
        }
    }

    private boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The loop has ended. */
    private void refuseIncoming() {
        for (Exchange late = incoming.poll(); late != null; late = incoming.poll()) {
            late.post().notSent();
        }
    }

    private void drain() {
        woken.set(false);
        for (Exchange next = incoming.poll(); next != null; next = incoming.poll()) {
            waiting.add(next);
            open.add(next);
        }
        armTimer();
        pump();
    }

    private void pump() {
        if (idle != null) {
            List.copyOf(waiting).forEach(Exchange::notSent);
        }
        if (waiting.isEmpty()) {
            return;
        }
        Connection connection = current;
        if (connection == null) {
            dialer.dial();
            return;
        }
        boolean wrote = false;
        while (!waiting.isEmpty() && connection.hasRoom()) {
            Exchange next = waiting.iterator().next();
            leaveQueue(next);
            wrote |= write(connection, next);
        }
        if (wrote) {
            connection.flush();
        }
        if (current == null && !waiting.isEmpty()) {
            dialer.dial();
        }
    }

    private boolean write(Connection connection, Exchange exchange) {
        Post post = exchange.post();
        ByteBuf body = post.body(ByteBufAllocator.DEFAULT);
        if (body == null) {
            exchange.notSent();
            return false;
        }
        post.leave(() -> {
            exchange.written(connection);
            carried = true;
            connection.write(exchange, body);
        });
        if (exchange.carrier() == null) {
            body.release();
            exchange.notSent();
            return false;
        }
        return true;
    }

    private void leaveQueue(Exchange exchange) {
        if (waiting.remove(exchange)) {
            pending.decrementAndGet();
        }
    }

    private void ended(Exchange exchange) {
        leaveQueue(exchange);
        open.remove(exchange);
        if (idle != null && open.isEmpty()) {
            idle.complete(null);
        }
    }

    @Override
    public void opened(Connection connection, String protocol) {
        if (idle != null) {
            connection.close();
            return;
        }
        LOG.debug("connection to {} opened, {}", dialer, protocol);
        dialer.done();
        connections.add(connection);
        current = connection;
        carried = false;
        wake();
    }

    @Override
    public void retired(Connection connection) {
        if (current == connection) {
            current = null;
            if (carried) {
                roomAgain();
            } else {
                // A server that hangs up on every connection is not dialled in a loop.
                failed();
            }
        }
    }

    @Override
    public void roomAgain() {
        if (!waiting.isEmpty()) {
            wake();
        }
    }

    /** A connection has ended. */
    private void gone(Connection connection) {
        LOG.debug("connection to {} closed", dialer);
        connections.remove(connection);
        retired(connection);
    }

    /** No connection came about: what waits was surely not sent, and the next push tries again. */
    private void failed() {
        List.copyOf(waiting).forEach(Exchange::notSent);
    }

    private void armTimer() {
        if (open.isEmpty()) {
            return;
        }
        long first = open.first().post().deadlineNanos();
        if (timer != null) {
            if (timerNanos - first <= 0) {
                return;
            }
            timer.cancel();
        }
        timerNanos = first;
        Duration wait =
                Duration.ofNanos(Math.max(0, first - environment.ticker().nanos()));
        timer = environment.scheduler().schedule(wait, () -> onLoop(this::expire));
    }

    private void expire() {
        timer = null;
        long now = environment.ticker().nanos();
        while (!open.isEmpty() && open.first().post().deadlineNanos() - now <= 0) {
            Exchange late = open.first();
            Connection carrier = late.carrier();
            if (carrier == null) {
                late.notSent();
            } else {
                late.unknown("no answer came in time");
                carrier.abandon(late);
            }
        }
        armTimer();
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<Void> answered = new CompletableFuture<>();
        boolean running = onLoop(() -> {
            idle = answered;
            drain();
            if (open.isEmpty()) {
                answered.complete(null);
            }
        });
        if (running) {
            await(answered);
            onLoop(this::abandonAll);
        }
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        awaitEnd();
    }

    private void abandonAll() {
        List.copyOf(open).forEach(exchange -> exchange.unknown("closed before an answer came"));
        dialer.close();
        List.copyOf(connections).forEach(Connection::close);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void await(CompletableFuture<?> answered) {
        if (loop.inEventLoop()) {
            // Closed from what followed an answer: waiting here would wait for itself.
            return;
        }
        try {
            answered.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("closing with requests under way");
        }
    }

    private void awaitEnd() {
        if (loop.inEventLoop()) {
            return;
        }
        try {
            if (!group.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("the connection thread did not end within two seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
