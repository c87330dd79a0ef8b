package io.offlinepush.harmonyos;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.offlinepush.api.Environment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a provider, and each app's own queue, pace and connections on it: no app holds up another. */
final class Transport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    /** The longest that {@link #close} waits for answers, whatever the request timeout is. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    /** The longest that it waits for connections to say goodbye. */
    private static final Duration LONGEST_HANG_UP = Duration.ofSeconds(1);

    private final int maxPending;
    private final Duration patience;
    private final EventLoopGroup group;
    private final Loop loop;
    private final SslContext tls;
    private final Network network;
    private final WarmApps warm;
    private final List<AppRequestQueue> apps = new CopyOnWriteArrayList<>();
    private final AtomicBoolean freed = new AtomicBoolean();

    Transport(HarmonyOsSettings settings, SslContext tls, Names names, Environment environment, Alarms alarms) {
        this.maxPending = settings.maxPending();
        this.warm = new WarmApps(settings.warmApps());
        this.tls = tls;
        this.patience =
                settings.requestTimeout().compareTo(LONGEST_CLOSE) < 0 ? settings.requestTimeout() : LONGEST_CLOSE;
        this.group = eventLoop(settings.wire().sockets());
        this.loop = new Loop(group.next());
        this.network = Network.of(settings.wire(), tls, names, environment, alarms, loop);
    }

    private static EventLoopGroup eventLoop(Sockets sockets) {
        AtomicInteger threads = new AtomicInteger();
        return sockets.loops(1, task -> {
            Thread thread = new FastThreadLocalThread(task, "offline-push-harmonyos-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A way for an app. The first few are connected at once, in the background; the others with their first push. */
    Http open(String app) {
        AppRequestQueue[] self = new AppRequestQueue[1];
        AppRequestQueue http = new AppRequestQueue(app, maxPending, network, () -> warm.used(self[0]));
        self[0] = http;
        apps.add(http);
        boolean unused = loop.run(() -> warm.opened(http));
        return http;
    }

    /** Refuses what was not written, waits a little for answers, gives up the rest, frees connections and threads. */
    @Override
    public void close() {
        apps.forEach(AppRequestQueue::refuse);
        await(
                CompletableFuture.allOf(apps.stream()
                        .map(app -> onLoop(done -> app.finish(done)))
                        .toArray(CompletableFuture[]::new)),
                patience);
        apps.forEach(app -> loop.run(app::abandonAll));
        CompletableFuture<Void> closed =
                onLoop(done -> loop.channels().newCloseFuture().addListener(all -> done.complete(null)));
        if (loop.inside()) {
            // Closed from what followed an answer: waiting here would wait for itself.
            var unused = closed.thenRun(this::end);
            return;
        }
        await(closed, LONGEST_HANG_UP);
        end();
        awaitEnd();
    }

    /** Completes as the step on the loop says, or at once if the loop has ended. */
    private CompletableFuture<Void> onLoop(Consumer<CompletableFuture<Void>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!loop.run(() -> step.accept(done))) {
            done.complete(null);
        }
        return done;
    }

    private void await(CompletableFuture<?> ended, Duration atMost) {
        if (loop.inside()) {
            return;
        }
        try {
            ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("closing with requests or connections under way");
        }
    }

    /** Not before the connections are closed: a loop that was told to end may leave one half closed. */
    private void end() {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        if (freed.compareAndSet(false, true)) {
            // What OpenSSL has outside the heap. Connections that are still ending keep it until they have.
            ReferenceCountUtil.release(tls);
        }
    }

    private void awaitEnd() {
        try {
            if (!group.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("the connection thread did not end within a second");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
