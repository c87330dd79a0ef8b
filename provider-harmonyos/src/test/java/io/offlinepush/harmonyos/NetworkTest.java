package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.Verdict;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Names that move, connections that fall silent, and what FaultsTest shows for HTTP/2 where a server speaks HTTP/1.1
 * only.
 */
@Timeout(120)
class NetworkTest {

    private static final RawServer.Script OK = RawServer.says(
            "HTTP/1.1 200 OK\r\nContent-Length: " + FrameServer.SUCCESS.length() + "\r\n\r\n" + FrameServer.SUCCESS);

    private final ProviderFixture fixture = new ProviderFixture();
    private final TestEnvironment environment = fixture.environment;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private PushProvider provider(URI url, Names names, String... more) {
        Settings given = Opened.settings(ProviderFixture.settings(url, more));
        return fixture.opened(PushKit.open(
                HarmonyOsSettings.read(given, new HarmonyOsSettings.Given(Map.of(), null, null)),
                new ProviderContext(given, environment),
                names));
    }

    /** A server that speaks HTTP/1.1 only, told how many requests it has had. */
    private RawServer raw(RawServer.Script... scripts) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        return fixture.opened(new RawServer(TestIdentity.of("localhost"), out -> {
            int n = turn.getAndIncrement();
            return (n < scripts.length ? scripts[n] : OK).answer(out);
        }));
    }

    private static InetAddress loopback(int last) throws Exception {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, (byte) last});
    }

    private static CompletableFuture<List<Verdict>> push(PushProvider provider) {
        return provider.push(TestRequest.to("TOKEN")).toCompletableFuture();
    }

    private static void assertAccepted(CompletableFuture<List<Verdict>> push) throws Exception {
        assertThat(push.get(30, TimeUnit.SECONDS)).singleElement().isInstanceOf(Verdict.Accepted.class);
    }

    private static void assertNotSent(CompletableFuture<List<Verdict>> push) throws Exception {
        Opened.assertNotSent(push.get(30, TimeUnit.SECONDS).get(0));
    }

    private static void awaitRequests(RawServer server, int requests) {
        while (server.requests.get() < requests) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("a name that moves: the connection that is there is kept, the next one goes where the name is now")
    void movingName() throws Exception {
        FrameServer server = fixture.frames((stream, n) -> {
            stream.answerNow(200, FrameServer.SUCCESS);
            if (n == 2) {
                stream.goAway(stream.id());
            }
        });
        AtomicReference<InetAddress> now = new AtomicReference<>(loopback(1));
        PushProvider provider = provider(server.url(), host -> new InetAddress[] {now.get()});
        assertAccepted(push(provider));
        now.set(loopback(2));
        assertAccepted(push(provider));
        server.hungUp.acquire();
        assertNotSent(push(provider));
        now.set(loopback(1));
        assertAccepted(push(provider));
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("a connection that fell silent while idle is asked, given up and replaced before a push is lost on it")
    void silence() throws Exception {
        FrameServer server = fixture.frames((stream, n) -> {
            stream.answerNow(200, FrameServer.SUCCESS);
            if (n == 1) {
                stream.deafen();
            }
        });
        PushProvider provider = provider(server.url(), Names.JDK);
        assertAccepted(push(provider));
        // KeepAliveTest has the times: here they pass until what they lead to has happened.
        while (!server.hungUp.tryAcquire(10, TimeUnit.MILLISECONDS)) {
            environment.advance(Duration.ofSeconds(5));
        }
        assertAccepted(push(provider));
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName(
            "HTTP/1.1, the deadline: what was written is unknown and ends its connection, what waited was not sent")
    void deadline() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        RawServer server = raw(out -> {
            over.await();
            return OK.answer(out);
        });
        PushProvider provider = provider(server.url(), Names.JDK, "http1Connections", "1");
        CompletableFuture<List<Verdict>> written = push(provider);
        awaitRequests(server, 1);
        CompletableFuture<List<Verdict>> waiting = push(provider);
        environment.advance(Duration.ofMillis(9999));
        assertThat(written).isNotDone();
        assertThat(waiting).isNotDone();
        environment.advance(Duration.ofMillis(1));
        Opened.assertUnknown(written, "no answer came in time");
        assertNotSent(waiting);
        over.countDown();
        assertAccepted(push(provider));
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("HTTP/1.1, a connection that dies: what was written is unknown, what waited goes on the next one")
    void dies() throws Exception {
        RawServer server = raw(OK, RawServer.saysAndCloses(""));
        PushProvider provider = provider(server.url(), Names.JDK, "http1Connections", "1");
        assertAccepted(push(provider));
        CompletableFuture<List<Verdict>> written = push(provider);
        CompletableFuture<List<Verdict>> waiting = push(provider);
        Opened.assertUnknown(written, "the connection ended before an answer came");
        assertAccepted(waiting);
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("HTTP/1.1: a connection that the server closed while it was idle costs no push")
    void closedWhileIdle() throws Exception {
        TraceLog log = new TraceLog();
        RawServer server = raw(out -> {
            boolean unused = OK.answer(out);
            return false;
        });
        PushProvider provider = provider(server.url(), Names.JDK);
        assertAccepted(push(provider));
        String closed = "connection to localhost:" + server.url().getPort() + " closed";
        while (!new String(log.since(), StandardCharsets.UTF_8).contains(closed)) {
            Thread.onSpinWait();
        }
        assertAccepted(push(provider));
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("HTTP/1.1, close: an answer is waited for; what waits was not sent, what gets no answer is unknown")
    void closing() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        RawServer server = raw(out -> {
            answer.await();
            return OK.answer(out);
        });
        PushProvider provider = provider(server.url(), Names.JDK, "http1Connections", "1");
        CompletableFuture<List<Verdict>> written = push(provider);
        awaitRequests(server, 1);
        CompletableFuture<List<Verdict>> waiting = push(provider);
        Thread closing = new Thread(provider::close, "test-closing");
        closing.start();
        assertNotSent(waiting);
        answer.countDown();
        closing.join();
        assertAccepted(written);

        CountDownLatch never = new CountDownLatch(1);
        RawServer silent = raw(out -> {
            never.await();
            return false;
        });
        PushProvider other = provider(silent.url(), Names.JDK, "requestTimeout", "200ms");
        CompletableFuture<List<Verdict>> lost = push(other);
        awaitRequests(silent, 1);
        other.close();
        Opened.assertUnknown(lost, "closed before an answer came");
        never.countDown();
    }

    @Test
    @DisplayName("HTTP/1.1 through a proxy with user and password")
    void proxy() throws Exception {
        RawServer server = raw();
        ProxyServer proxy = fixture.opened(new ProxyServer(server.url().getPort(), head -> "HTTP/1.1 200 OK\r\n\r\n"));
        PushProvider provider = provider(
                URI.create("https://localhost:4711"),
                host -> {
                    assertThat(host).isEqualTo("localhost");
                    return InetAddress.getAllByName(host);
                },
                "proxy",
                proxy.url(),
                "proxyUser",
                "kate",
                "proxyPassword",
                "pass-w0rd:x");
        assertAccepted(push(provider));
        assertAccepted(push(provider));
        assertThat(server.connections).hasValue(1);
        assertThat(proxy.heads)
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("\r\nProxy-Authorization: Basic a2F0ZTpwYXNzLXcwcmQ6eA==\r\n");
    }
}
