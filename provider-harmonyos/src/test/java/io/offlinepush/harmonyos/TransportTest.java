package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections: how many, when, through what, and that none of it costs a push. */
@Timeout(120)
class TransportTest {

    private final ProviderFixture fixture = new ProviderFixture();
    private final TestEnvironment environment = fixture.environment;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static List<CompletableFuture<List<Verdict>>> pushes(PushProvider provider, int times) {
        List<CompletableFuture<List<Verdict>>> pushes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            pushes.add(provider.push(TestRequest.to("TOKEN")).toCompletableFuture());
        }
        return pushes;
    }

    private static void assertAccepted(List<CompletableFuture<List<Verdict>>> pushes) throws Exception {
        for (CompletableFuture<List<Verdict>> push : pushes) {
            assertThat(push.get(30, TimeUnit.SECONDS)).singleElement().isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    @DisplayName("GOAWAY every 1,000 streams, 256 in flight: nothing lost, nothing failed, nothing answered twice")
    void goAways() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings().maxConcurrentStreams(256), (stream, n) -> {
            // Answered before it goes away: Netty's server may hang up on what comes after its GOAWAY.
            if (!stream.aboveGoAway()) {
                stream.answerNow(200, FrameServer.SUCCESS);
            }
            if (n % 1000 == 0) {
                stream.goAway(stream.id());
            }
        });
        PushProvider provider = fixture.provider(server.url(), "maxPending", "10000");
        assertAccepted(pushes(provider, 10_000));
        assertThat(server.connections).hasValueGreaterThan(9);
    }

    @Test
    @DisplayName("a server that sends everything back is not asked for ever")
    void refusesAll() throws Exception {
        FrameServer server =
                fixture.frames(new Http2Settings(), (stream, n) -> stream.reset(Http2Error.REFUSED_STREAM.code()));
        TestRequest request = TestRequest.to("TOKEN");
        Opened.assertNotSent(Opened.verdict(fixture.provider(server.url()), request));
        assertThat(request.attempts).hasValue(5);
        FrameServer leaves = fixture.frames(new Http2Settings(), (stream, n) -> stream.goAway(0));
        Opened.assertNotSent(Opened.verdict(fixture.provider(leaves.url()), TestRequest.to("TOKEN")));
        assertThat(leaves.connections).hasValue(5);
    }

    @Test
    @DisplayName("what was refused and may not leave again is RetryLater")
    void heldBack() throws Exception {
        TestRequest request = TestRequest.to("TOKEN");
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            request.mayLeave = false;
            stream.reset(Http2Error.REFUSED_STREAM.code());
        });
        Opened.assertNotSent(Opened.verdict(fixture.provider(server.url()), request));
        assertThat(request.attempts).hasValue(2);
        assertThat(server.requests).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3"})
    @DisplayName("as many connections as are set, opened when the others are full; the rest queues")
    void connections(int most, int opens) throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        FrameServer server =
                fixture.frames(new Http2Settings().maxConcurrentStreams(2), (stream, n) -> held.add(stream));
        PushProvider provider = fixture.provider(server.url(), "connections", Integer.toString(most));
        List<CompletableFuture<List<Verdict>>> pushes = pushes(provider, 10);
        List<FrameServer.Stream> first = new ArrayList<>();
        for (int i = 0; i < 2 * most; i++) {
            first.add(held.take());
        }
        first.forEach(stream -> stream.answer(200, FrameServer.SUCCESS));
        for (int i = 2 * most; i < 10; i++) {
            held.take().answer(200, FrameServer.SUCCESS);
        }
        assertAccepted(pushes);
        assertThat(server.connections).hasValue(opens);
        assertThat(server.mostAtOnce()).isEqualTo(2);
    }

    @Test
    @DisplayName("MAX_CONCURRENT_STREAMS: 100 until stated, and less once the server says so in flight")
    void streams() throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> held.add(stream));
        PushProvider provider = fixture.provider(server.url());
        List<CompletableFuture<List<Verdict>>> pushes = pushes(provider, 300);
        List<FrameServer.Stream> first = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            first.add(held.take());
        }
        assertThat(held.poll(50, TimeUnit.MILLISECONDS)).isNull();
        first.get(0).settings(new Http2Settings().maxConcurrentStreams(3));
        server.settingsAcknowledged.acquire();
        server.forgetMost();
        for (FrameServer.Stream stream : first) {
            stream.answer(200, FrameServer.SUCCESS);
        }
        List<FrameServer.Stream> next = List.of(held.take(), held.take(), held.take());
        next.forEach(stream -> stream.answer(200, FrameServer.SUCCESS));
        for (int i = 103; i < 300; i++) {
            held.take().answer(200, FrameServer.SUCCESS);
        }
        assertAccepted(pushes);
        assertThat(server.mostAtOnce()).isEqualTo(3);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("a half-open connection: noticed after a push without answer, and replaced for those that follow")
    void halfOpen() throws Exception {
        TraceLog log = new TraceLog();
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            if (n == 2) {
                stream.deafen();
            } else {
                stream.answer(200, FrameServer.SUCCESS);
            }
        });
        PushProvider provider = fixture.provider(server.url());
        // Whatever the handshake still has to say comes before this answer.
        assertAccepted(pushes(provider, 1));
        CompletableFuture<List<Verdict>> lost =
                provider.push(TestRequest.to("TOKEN")).toCompletableFuture();
        server.arrived.acquire(2);
        environment.advance(Duration.ofSeconds(10));
        Opened.assertUnknown(lost, "no answer came in time");
        assertAccepted(pushes(provider, 3));
        assertThat(server.connections).hasValue(2);
        environment.advance(Duration.ofSeconds(5));
        assertAccepted(pushes(provider, 3));
        assertThat(new String(log.since(), StandardCharsets.UTF_8)).contains("given up: no answer to a ping");
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("each connection looks the name up anew")
    void names() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            stream.answer(200, FrameServer.SUCCESS);
            stream.goAway(stream.id());
        });
        List<String> asked = new CopyOnWriteArrayList<>();
        Names names = host -> {
            asked.add(host);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        Settings given = Opened.settings(ProviderFixture.settings(server.url()));
        var context = new io.offlinepush.spi.ProviderContext(given, environment);
        PushProvider provider = fixture.opened(PushKit.open(
                HarmonyOsSettings.read(given, new HarmonyOsSettings.Given(Map.of(), null, null)), context, names));
        for (int i = 0; i < 3; i++) {
            assertAccepted(pushes(provider, 1));
        }
        assertThat(asked).hasSizeGreaterThanOrEqualTo(3).containsOnly("localhost");
    }

    @Test
    @DisplayName("503 slows an app down: what is pushed meanwhile waits its turn")
    void slowedDown() throws Exception {
        List<FrameServer.Stream> refused = new CopyOnWriteArrayList<>();
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            if (n > 100) {
                stream.answer(200, FrameServer.SUCCESS);
            } else {
                refused.add(stream);
            }
            if (n == 100) {
                refused.forEach(each -> each.answer(503, ""));
            }
        });
        PushProvider provider = fixture.provider(server.url());
        for (CompletableFuture<List<Verdict>> push : pushes(provider, 100)) {
            assertThat(push.get(30, TimeUnit.SECONDS))
                    .containsExactly(new Verdict.RetryLater(
                            null, new VendorAnswer("HTTP 503", ""), "Push Kit's flow control: HTTP 503"));
        }
        server.arrived.acquire(100);
        List<CompletableFuture<List<Verdict>>> next = pushes(provider, 40);
        // Half the rate is 50 a second, and what is answered in time lets it grow by a tenth for each: however often
        // the
        // loop looks, no more than 5.4 may leave for each tenth of a second that has passed.
        int left = 0;
        for (int tenths = 1; left < 40; tenths++) {
            environment.advance(Duration.ofMillis(100));
            while (!server.arrived.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                // The loop may have asked for a moment that had come before the clock heard of it.
                environment.advance(Duration.ZERO);
            }
            left += 1 + server.arrived.drainPermits();
            assertThat(left).isLessThanOrEqualTo(6 * tenths);
        }
        assertAccepted(next);
    }

    @Test
    @DisplayName("through a proxy, with user and password, which are nowhere else; the proxy looks the name up")
    void proxy() throws Exception {
        TraceLog log = new TraceLog();
        FrameServer server =
                fixture.frames(new Http2Settings(), (stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        ProxyServer proxy =
                fixture.opened(new ProxyServer(server.url().getPort(), head -> "HTTP/1.1 200 OK\r\nVia: x\r\n\r\n"));
        PushProvider provider = fixture.provider(
                URI.create("https://localhost:4711"),
                "proxy",
                proxy.url(),
                "proxyUser",
                "kate",
                "proxyPassword",
                "pass-w0rd:x");
        assertAccepted(pushes(provider, 3));
        assertThat(proxy.heads)
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .startsWith("CONNECT localhost:4711 HTTP/1.1\r\nHost: localhost:4711\r\n")
                .endsWith("\r\nProxy-Authorization: Basic a2F0ZTpwYXNzLXcwcmQ6eA==\r\n\r\n");
        String logged = new String(log.since(), StandardCharsets.UTF_8);
        assertThat(logged)
                .contains("through the proxy localhost")
                .doesNotContain("pass-w0rd", "a2F0ZTpwYXNzLXcwcmQ6eA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
                "HTTP/1.1 503 No\r\n\r\n",
                "SSH-2.0-OpenSSH_9\r\n\r\n",
                "HTTP/1.1 2x0\r\n\r\n",
                "HTTP/1.1",
                ""
            })
    @DisplayName("a proxy that refuses, or is none: nothing is sent")
    void noProxy(String answer) throws Exception {
        FrameServer server =
                fixture.frames(new Http2Settings(), (stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        ProxyServer proxy = fixture.opened(new ProxyServer(server.url().getPort(), head -> answer));
        PushProvider provider = fixture.provider(server.url(), "proxy", proxy.url());
        Opened.assertNotSent(Opened.verdict(provider, TestRequest.to("TOKEN")));
        assertThat(server.connections).hasValue(0);
    }

    @Test
    @DisplayName("a proxy whose answer has no end is given up")
    void endlessProxy() throws Exception {
        FrameServer server =
                fixture.frames(new Http2Settings(), (stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        ProxyServer proxy = fixture.opened(
                new ProxyServer(server.url().getPort(), head -> "HTTP/1.1 200\r\n" + "x: y\r\n".repeat(5000)));
        Opened.assertNotSent(
                Opened.verdict(fixture.provider(server.url(), "proxy", proxy.url()), TestRequest.to("TOKEN")));
    }

    @Test
    @DisplayName("HTTP/1.1: several connections at once, kept, and no more than are set")
    void http1() throws Exception {
        LinkedBlockingQueue<Object> turn = new LinkedBlockingQueue<>();
        RawServer server = fixture.opened(new RawServer(TestIdentity.of("localhost"), out -> {
            turn.take();
            return RawServer.says("HTTP/1.1 200 OK\r\nContent-Length: " + FrameServer.SUCCESS.length() + "\r\n\r\n"
                            + FrameServer.SUCCESS)
                    .answer(out);
        }));
        PushProvider provider = fixture.provider(server.url(), "http1Connections", "3");
        List<CompletableFuture<List<Verdict>>> pushes = pushes(provider, 20);
        while (server.requests.get() < 3) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 30; i++) {
            turn.add(i);
        }
        assertAccepted(pushes);
        assertThat(server.connections).hasValue(3);
        // One that was idle for long is not used again.
        environment.advance(Duration.ofSeconds(31));
        assertAccepted(pushes(provider, 1));
        assertThat(server.connections).hasValue(4);
    }
}
