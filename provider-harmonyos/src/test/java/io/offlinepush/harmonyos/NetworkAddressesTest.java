package io.offlinepush.harmonyos;

import static io.offlinepush.harmonyos.NetworkScene.assertAccepted;
import static io.offlinepush.harmonyos.NetworkScene.loopback;
import static io.offlinepush.harmonyos.NetworkScene.push;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name with several addresses serves as long as one of them does, whatever the others do. */
@Timeout(120)
class NetworkAddressesTest {

    private static final Duration NEXT = Duration.ofMillis(250);
    private static final Duration NEXT_IN_HANDSHAKE = Duration.ofSeconds(1);
    private static final TestIdentity IDENTITY = TestIdentity.of("localhost");
    private static String account = "";

    private NetworkScene scene;
    private FrameServer server;
    private int port;

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    @BeforeEach
    void open() throws Exception {
        scene = new NetworkScene(account);
        server = scene.gateway(IDENTITY);
        port = server.url().getPort();
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private PushProvider provider(InetAddress... addresses) {
        return scene.provider(server.url(), host -> addresses, "trustedCa", IDENTITY.pem());
    }

    private void assertNotYet(CompletableFuture<List<Verdict>> push, Duration wait) {
        scene.environment.awaitScheduled(wait);
        scene.environment.advance(wait.minusNanos(1));
        assertThat(push).isNotDone();
        assertThat(server.connections).hasValue(0);
        scene.environment.advance(Duration.ofNanos(1));
    }

    @Test
    @DisplayName("where the first refuses, the next is tried at once, and no alarm is raised")
    void refused() throws Exception {
        PushProvider provider = provider(loopback(3), loopback(2), loopback(1));
        assertAccepted(push(provider));
        scene.assertNoAlarm();
    }

    @Test
    @DisplayName("where the first does not answer, the next is tried as well after 250 ms")
    void blackHole() throws Exception {
        scene.blackHole(loopback(2), port);
        CompletableFuture<List<Verdict>> push = push(provider(loopback(2), loopback(1)));
        assertNotYet(push, NEXT);
        assertAccepted(push);
        scene.assertNoAlarm();
    }

    @Test
    @DisplayName("after two that do not answer, the third is tried after 500 ms")
    void blackHoles() throws Exception {
        scene.blackHole(loopback(2), port);
        scene.blackHole(loopback(3), port);
        CompletableFuture<List<Verdict>> push = push(provider(loopback(2), loopback(3), loopback(1)));
        assertNotYet(push, NEXT);
        assertNotYet(push, NEXT);
        assertAccepted(push);
    }

    @Test
    @DisplayName("one that did not answer comes last for the next connection")
    void comesLast() throws Exception {
        scene.blackHole(loopback(2), port);
        PushProvider provider = provider(loopback(2), loopback(1));
        CompletableFuture<List<Verdict>> first = push(provider);
        assertNotYet(first, NEXT);
        assertAccepted(first);
        server.hungUp.acquire();
        // No time passes.
        assertAccepted(push(provider));
        assertThat(server.connections).hasValue(2);
    }

    @Test
    @DisplayName("where the first answers TCP and not TLS, the next is tried as well a second later")
    void silentInHandshake() throws Exception {
        Semaphore hello = new Semaphore(0);
        int unused = scene.server(loopback(2), port, socket -> {
            if (socket.getInputStream().read() >= 0) {
                hello.release();
            }
        });
        CompletableFuture<List<Verdict>> push = push(provider(loopback(2), loopback(1)));
        scene.environment.awaitScheduled(NEXT);
        hello.acquire();
        scene.environment.advance(NEXT);
        assertNotYet(push, NEXT_IN_HANDSHAKE);
        assertAccepted(push);
    }

    @Test
    @DisplayName("where the first has a wrong certificate, or speaks no TLS, the next is tried at once")
    void wrongTls() throws Exception {
        int unused = scene.server(loopback(2), port, socket -> {
            socket.getOutputStream().write("220 mail.example.org ESMTP\r\n".getBytes(US_ASCII));
            socket.close();
        });
        TestIdentity other = TestIdentity.of("elsewhere.example");
        unused = scene.server(
                loopback(3), port, other, socket -> socket.getInputStream().read());
        assertAccepted(push(provider(loopback(2), loopback(3), loopback(1))));
    }

    @Test
    @DisplayName("where none answers, it ends at the connect timeout, and the alarm names them")
    void none() throws Exception {
        scene.blackHole(loopback(2), port);
        scene.blackHole(loopback(3), port);
        CompletableFuture<List<Verdict>> push = push(provider(loopback(2), loopback(3)));
        scene.environment.awaitScheduled(NEXT);
        scene.environment.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(push).isNotDone();
        scene.environment.advance(Duration.ofNanos(1));
        assertThat(scene.alarm(push))
                .isEqualTo("no connection to localhost:" + port + ": not within 5000 ms: 127.0.0.2:" + port
                        + " does not answer; 127.0.0.3:" + port + " does not answer");
        assertThat(scene.alarm(push(provider(loopback(4), loopback(5), loopback(6), loopback(7)))))
                .startsWith("no connection to localhost:" + port + ": 127.0.0.4:" + port + " refused")
                .endsWith("; and 1 more");
    }

    @Test
    @DisplayName("the same for a proxy's name")
    void proxy() throws Exception {
        ProxyServer proxy = scene.opened(new ProxyServer(port, head -> "HTTP/1.1 200 OK\r\n\r\n"));
        scene.blackHole(loopback(2), URI.create(proxy.url()).getPort());
        InetAddress[] addresses = {loopback(2), loopback(1)};
        PushProvider provider =
                scene.provider(server.url(), host -> addresses, "trustedCa", IDENTITY.pem(), "proxy", proxy.url());
        CompletableFuture<List<Verdict>> push = push(provider);
        assertNotYet(push, NEXT);
        assertAccepted(push);
        assertThat(proxy.heads).hasSize(1);
    }

    @Test
    @DisplayName("closing while two are tried leaves nothing behind")
    void closing() throws Exception {
        scene.blackHole(loopback(2), port);
        scene.blackHole(loopback(3), port);
        PushProvider provider = provider(loopback(2), loopback(3));
        CompletableFuture<List<Verdict>> push = push(provider);
        scene.environment.awaitScheduled(NEXT);
        scene.environment.advance(NEXT);
        provider.close();
        assertThat(Opened.assertNotSent(push.join().get(0))).isEqualTo("the provider is closed");
        scene.assertNoAlarm();
    }
}
