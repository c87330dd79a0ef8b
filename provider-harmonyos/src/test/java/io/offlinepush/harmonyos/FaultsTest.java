package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.Verdict;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gateways and networks do on bad days: every push still ends, and none is reported as what it is not. */
@Timeout(120)
class FaultsTest {

    private static final String OK =
            "HTTP/1.1 200 OK\r\nContent-Length: " + FrameServer.SUCCESS.length() + "\r\n\r\n" + FrameServer.SUCCESS;

    private final ProviderFixture fixture = new ProviderFixture();
    private final TestEnvironment environment = fixture.environment;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private PushProvider provider(URI url, String trusted, String... more) {
        Map<String, String> settings = ProviderFixture.settings(url, more);
        settings.put("trustedCa", trusted);
        return fixture.opened(Opened.provider(settings, environment));
    }

    private RawServer raw(RawServer.Script script) throws Exception {
        return fixture.opened(new RawServer(TestIdentity.of("localhost"), script));
    }

    private PushProvider provider(RawServer server, String... more) {
        return provider(server.url(), TestIdentity.of("localhost").pem(), more);
    }

    private PushProvider provider(FrameServer server, String... more) {
        return provider(server.url(), TestIdentity.of("localhost").pem(), more);
    }

    private static CompletableFuture<List<Verdict>> push(PushProvider provider) {
        return provider.push(TestRequest.to("TOKEN")).toCompletableFuture();
    }

    private static void assertVerdict(CompletableFuture<List<Verdict>> push, Class<? extends Verdict> kind)
            throws Exception {
        assertThat(push.get(30, TimeUnit.SECONDS)).singleElement().isInstanceOf(kind);
    }

    private static void assertNotSent(CompletableFuture<List<Verdict>> push) throws Exception {
        Opened.assertNotSent(push.get(30, TimeUnit.SECONDS).get(0));
    }

    @Test
    @DisplayName("a certificate of another CA, or for another host: nothing is sent")
    void tls() throws Exception {
        RawServer server = raw(RawServer.says(OK));
        assertNotSent(
                push(provider(server.url(), TestIdentity.of("elsewhere.example").pem())));
        RawServer elsewhere = new RawServer(TestIdentity.of("elsewhere.example"), RawServer.says(OK));
        fixture.opened(elsewhere);
        assertNotSent(push(
                provider(elsewhere.url(), TestIdentity.of("elsewhere.example").pem())));
        assertThat(server.requests).hasValue(0);
        assertThat(elsewhere.requests).hasValue(0);
        assertThat(elsewhere.connections).hasValue(1);
    }

    @Test
    @DisplayName("nobody listens: nothing is sent")
    void noServer() throws Exception {
        RawServer server = raw(RawServer.says(OK));
        PushProvider provider = provider(server);
        server.close();
        assertNotSent(push(provider));
        assertNotSent(push(provider));
    }

    @Test
    @DisplayName("a name that is unknown: nothing is sent")
    void noName() throws Exception {
        // Not asked of this machine's resolver, which may take its time to find that out.
        Names names = host -> {
            throw new UnknownHostException(host);
        };
        Settings settings = Opened.settings(
                Map.of("apps." + TestRequest.APP + ".serviceAccount", ProviderFixture.serviceAccount()));
        PushProvider provider = PushKit.open(
                HarmonyOsSettings.read(settings, new HarmonyOsSettings.Given(Map.of(), null, null)),
                new ProviderContext(settings, environment),
                names);
        fixture.opened(provider);
        assertNotSent(push(provider));
        assertNotSent(push(provider));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbusy",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n{\"code\":\"80000000\"",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"code\":\"80000000\"}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{\"code\":\"80000000\"}\r\nzz\r\n",
                "220 mail.example.org ESMTP\r\n\r\n",
                "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                ""
            })
    @DisplayName("HTTP/1.1: garbage, a truncated answer, none at all: unknown")
    void garbage(String answer) throws Exception {
        RawServer server = raw(RawServer.saysAndCloses(answer));
        PushProvider provider = provider(server);
        Opened.assertUnknown(push(provider), "no answer from Push Kit");
        Opened.assertUnknown(push(provider), "no answer from Push Kit");
    }

    @Test
    @DisplayName("HTTP/1.1: an interim answer is not the answer, and the connection is kept")
    void interim() throws Exception {
        RawServer server = raw(RawServer.says("HTTP/1.1 100 Continue\r\n\r\n" + OK));
        PushProvider provider = provider(server);
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("HTTP/1.1: a connection that the server wants closed is not used again")
    void connectionClose() throws Exception {
        RawServer server = raw(RawServer.says(OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
        PushProvider provider = provider(server);
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("HTTP/1.1: an answer without end is given up")
    void tooLong() throws Exception {
        RawServer server = raw(RawServer.says("HTTP/1.1 200 OK\r\n\r\n" + " ".repeat(16 * 1024 + 513)));
        Opened.assertUnknown(push(provider(server)), "longer than Push Kit's answers");
    }

    @Test
    @DisplayName("the deadline: what was written is unknown, what waited was not sent")
    void deadline() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings().maxConcurrentStreams(1), (stream, n) -> {
            if (n > 1) {
                stream.answer(200, FrameServer.SUCCESS);
            }
        });
        PushProvider provider = provider(server);
        CompletableFuture<List<Verdict>> written = push(provider);
        server.arrived.acquire();
        CompletableFuture<List<Verdict>> waiting = push(provider);
        environment.advance(Duration.ofMillis(9999));
        assertThat(written).isNotDone();
        assertThat(waiting).isNotDone();
        environment.advance(Duration.ofMillis(1));
        Opened.assertUnknown(written, "no answer came in time");
        // Its deadline is the same, or it took the stream that the first one's reset made free.
        assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(1);
        assertVerdict(push(provider), Verdict.Accepted.class);
        // Until the first has answered a ping, another takes its place.
        assertThat(server.connections).hasValueBetween(1, 2);
    }

    @Test
    @DisplayName("more than may wait: RetryLater at once")
    void full() throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        FrameServer server =
                fixture.frames(new Http2Settings().maxConcurrentStreams(1), (stream, n) -> held.add(stream));
        PushProvider provider = provider(server, "maxPending", "2");
        CompletableFuture<List<Verdict>> first = push(provider);
        FrameServer.Stream stream = held.take();
        CompletableFuture<List<Verdict>> second = push(provider);
        CompletableFuture<List<Verdict>> third = push(provider);
        Opened.assertNotSent(push(provider).getNow(List.of()).get(0));
        stream.answer(200, FrameServer.SUCCESS);
        held.take().answer(200, FrameServer.SUCCESS);
        held.take().answer(200, FrameServer.SUCCESS);
        for (CompletableFuture<List<Verdict>> push : List.of(first, second, third)) {
            assertVerdict(push, Verdict.Accepted.class);
        }
    }

    @Test
    @DisplayName("GOAWAY: what is above its last stream is sent again at once, through leave; the rest is answered")
    void goAway() throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            held.add(stream);
            if (n == 3) {
                FrameServer.Stream first = held.remove();
                first.goAway(first.id());
                first.answer(200, FrameServer.SUCCESS);
            } else if (n > 3) {
                stream.answer(200, FrameServer.SUCCESS);
            }
        });
        PushProvider provider = provider(server);
        CompletableFuture<List<Verdict>> first = push(provider);
        server.arrived.acquire();
        TestRequest second = TestRequest.to("TOKEN");
        CompletableFuture<List<Verdict>> pushed = provider.push(second).toCompletableFuture();
        CompletableFuture<List<Verdict>> third = push(provider);
        assertVerdict(first, Verdict.Accepted.class);
        assertVerdict(pushed, Verdict.Accepted.class);
        assertVerdict(third, Verdict.Accepted.class);
        assertThat(second.attempts).hasValue(2);
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("GOAWAY: a stream up to its last one that gets no answer is unknown, and is not sent again")
    void goAwayWithoutAnswer() throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            if (n == 1) {
                held.add(stream);
            } else if (n == 2) {
                FrameServer.Stream first = held.remove();
                first.goAway(first.id());
            } else {
                stream.answer(200, FrameServer.SUCCESS);
            }
        });
        PushProvider provider = provider(server);
        TestRequest request = TestRequest.to("TOKEN");
        CompletableFuture<List<Verdict>> first = provider.push(request).toCompletableFuture();
        server.arrived.acquire();
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertThat(first).isNotDone();
        environment.advance(Duration.ofSeconds(10));
        Opened.assertUnknown(first, "no answer came in time");
        assertThat(request.attempts).hasValue(1);
    }

    @Test
    @DisplayName("RST_STREAM: refused is sent again, any other is unknown; the connection stays")
    void resets() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {
            switch (n) {
                case 1 -> stream.reset(Http2Error.REFUSED_STREAM.code());
                case 3 -> stream.reset(Http2Error.INTERNAL_ERROR.code());
                case 4 -> {
                    stream.head(200, false);
                    stream.reset(Http2Error.CANCEL.code());
                }
                case 5 -> stream.head(200, true);
                case 6 -> stream.answer(200, " ".repeat(16 * 1024 + 513));
                default -> stream.answer(200, FrameServer.SUCCESS);
            }
        });
        PushProvider provider = provider(server);
        TestRequest refused = TestRequest.to("TOKEN");
        assertVerdict(provider.push(refused).toCompletableFuture(), Verdict.Accepted.class);
        assertThat(refused.attempts).hasValue(2);
        Opened.assertUnknown(push(provider), "reset the stream with error 2");
        Opened.assertUnknown(push(provider), "reset the stream with error 8");
        Opened.assertUnknown(push(provider), "cannot be read");
        Opened.assertUnknown(push(provider), "longer than Push Kit's answers");
        assertVerdict(push(provider), Verdict.Accepted.class);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("a connection that dies: what was written is unknown, what waited goes on the next one")
    void dies() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings().maxConcurrentStreams(1), (stream, n) -> {
            if (n == 2) {
                stream.hangUp();
            } else {
                stream.answer(200, FrameServer.SUCCESS);
            }
        });
        PushProvider provider = provider(server);
        assertVerdict(push(provider), Verdict.Accepted.class);
        CompletableFuture<List<Verdict>> written = push(provider);
        CompletableFuture<List<Verdict>> waiting = push(provider);
        Opened.assertUnknown(written, "the connection ended");
        assertVerdict(waiting, Verdict.Accepted.class);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("a body larger than the server's windows goes out as they open")
    void windows() throws Exception {
        FrameServer server = fixture.frames(
                new Http2Settings().initialWindowSize(1000), (stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        PushProvider provider = provider(server);
        String[] tokens = new String[1000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = "T".repeat(120) + i;
        }
        List<CompletableFuture<List<Verdict>>> pushes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pushes.add(provider.push(TestRequest.to(tokens)).toCompletableFuture());
        }
        for (CompletableFuture<List<Verdict>> push : pushes) {
            assertThat(push.get(60, TimeUnit.SECONDS)).hasSize(1000).hasOnlyElementsOfType(Verdict.Accepted.class);
        }
    }

    @Test
    @DisplayName("close drains: what was written has its answer before close returns")
    void drains() throws Exception {
        LinkedBlockingQueue<FrameServer.Stream> held = new LinkedBlockingQueue<>();
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> held.add(stream));
        PushProvider provider = provider(server);
        CompletableFuture<List<Verdict>> written = push(provider);
        FrameServer.Stream stream = held.take();
        Thread closing = new Thread(provider::close, "test-closing");
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        stream.answer(200, FrameServer.SUCCESS);
        closing.join();
        assertThat(written).isCompleted();
        assertVerdict(written, Verdict.Accepted.class);
        assertNotSent(push(provider));
    }

    @Test
    @DisplayName("close: what waited was not sent, what was written is unknown, within the bound")
    void closing() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings().maxConcurrentStreams(1), (stream, n) -> {});
        PushProvider provider = provider(server, "requestTimeout", "200ms");
        CompletableFuture<List<Verdict>> written = push(provider);
        server.arrived.acquire();
        CompletableFuture<List<Verdict>> waiting = push(provider);
        provider.close();
        assertThat(written).isDone();
        Opened.assertUnknown(written, "closed before an answer came");
        Opened.assertNotSent(waiting.getNow(List.of()).get(0));
    }

    @Test
    @DisplayName("close: connections are closed before the thread ends, however the two meet")
    void hangsUp() throws Exception {
        FrameServer server = fixture.frames(new Http2Settings(), (stream, n) -> {});
        PushProvider provider = provider(server, "requestTimeout", "200ms");
        CompletableFuture<List<Verdict>> written = push(provider);
        server.arrived.acquire();
        Thread closing = new Thread(provider::close, "test-closing");
        // On the connection's thread, once close gives up the request: only goes on when close waits for what follows.
        var unused = written.handle((verdicts, failure) -> {
            while (closing.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            return null;
        });
        closing.start();
        closing.join();
        Opened.assertUnknown(written, "closed before an answer came");
        assertThat(environment.manual.scheduled()).isZero();
        server.hungUp.acquire();
    }

    @Test
    @DisplayName("a bearer that does not come: RetryLater at the deadline, and at close")
    void noBearer() throws Exception {
        LinkedBlockingQueue<String> accounts = new LinkedBlockingQueue<>(List.of(ProviderFixture.serviceAccount()));
        RawServer server = raw(RawServer.says(OK));
        PushProvider provider = HarmonyOsProvider.builder()
                .app(TestRequest.APP, () -> {
                    try {
                        return accounts.take();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .url(server.url())
                .trustedCa(TestIdentity.of("localhost").pem())
                .build()
                .pushProvider(Opened.context(environment))
                .orElseThrow();
        fixture.opened(provider);
        CompletableFuture<List<Verdict>> first = push(provider);
        environment.advance(Duration.ofSeconds(10));
        Opened.assertNotSent(first.getNow(List.of()).get(0));
        CompletableFuture<List<Verdict>> second = push(provider);
        provider.close();
        Opened.assertNotSent(second.getNow(List.of()).get(0));
        assertThat(server.requests).hasValue(0);
    }
}
