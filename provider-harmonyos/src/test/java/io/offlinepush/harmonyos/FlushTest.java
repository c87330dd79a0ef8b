package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.offlinepush.spi.AlarmSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flush is a system call and a TLS record at least: it is what decides the speed. */
@Timeout(120)
class FlushTest {

    /** Fewer bytes than would make the server open its window meanwhile, which is answered with a flush of its own. */
    private static final byte[] BODY = new byte[100];

    private static final int REQUESTS = 50;

    private final TestEnvironment environment = new TestEnvironment();
    private final AtomicInteger flushes = new AtomicInteger();

    @Test
    @DisplayName("requests that are handed in within one turn of the loop leave with one flush")
    void together() throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        try (environment;
                FrameServer server = new FrameServer(
                        TestIdentity.of("localhost"), new Http2Settings(), (stream, n) -> held.add(stream))) {
            HarmonyOsSettings settings = settings(server);
            WireSettings wire = settings.wire();
            SslContext tls = Tls.context(wire.tls(), wire.trusted());
            EventLoopGroup group = wire.sockets().loops(1, task -> new Thread(task, "test-flush"));
            Loop loop = new Loop(group.next());
            Alarms alarms = new Alarms(environment.ticker(), AlarmSink.NONE);
            Network network = Network.of(wire, tls, Names.JDK, environment, alarms, loop);
            AppRequestQueue http = new AppRequestQueue("app", settings.maxPending(), network, () -> {});
            // The connection is there, and nothing that either side says of itself is under way any more.
            TestHttpRequest first = request();
            http.send(first);
            held.take().answer(200, FrameServer.SUCCESS);
            assertThat(first.answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);

            List<TestHttpRequest> requests =
                    IntStream.range(0, REQUESTS).mapToObj(i -> request()).toList();
            loop.netty()
                    .submit(() -> {
                        assertThat(loop.channels().size()).isEqualTo(1);
                        loop.channels().forEach(channel -> channel.pipeline().addFirst(new Counter()));
                        requests.forEach(http::send);
                    })
                    .get(30, TimeUnit.SECONDS);
            server.arrived.acquire(1 + REQUESTS);
            assertThat(flushes).hasValue(1);

            held.forEach(stream -> stream.answer(200, FrameServer.SUCCESS));
            for (TestHttpRequest request : requests) {
                assertThat(request.answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
            loop.netty().submit(http::abandonAll).get(30, TimeUnit.SECONDS);
            loop.channels().newCloseFuture().get(30, TimeUnit.SECONDS);
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get(30, TimeUnit.SECONDS);
            ReferenceCountUtil.release(tls);
        }
        assertThat(environment.manual.scheduled()).isZero();
    }

    private TestHttpRequest request() {
        long deadline = environment.ticker().nanos() + TimeUnit.SECONDS.toNanos(10);
        return new TestHttpRequest(AsciiString.of("Bearer x"), BODY, deadline);
    }

    private static HarmonyOsSettings settings(FrameServer server) {
        return HarmonyOsSettings.read(
                Opened.settings(Map.of(
                        "url",
                        server.url().toString(),
                        "trustedCa",
                        TestIdentity.of("localhost").pem())),
                new HarmonyOsSettings.Given(Map.of(), null, null));
    }

    /** Next to the socket, behind TLS. */
    private final class Counter extends ChannelOutboundHandlerAdapter {

        @Override
        public void flush(ChannelHandlerContext ctx) throws Exception {
            flushes.incrementAndGet();
            super.flush(ctx);
        }
    }
}
