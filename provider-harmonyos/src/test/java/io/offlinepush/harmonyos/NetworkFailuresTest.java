package io.offlinepush.harmonyos;

import static io.offlinepush.harmonyos.NetworkScene.loopback;
import static io.offlinepush.harmonyos.NetworkScene.push;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection that does not come about says why, in the same words whether Netty is 4.1 or 4.2 and TLS the JDK's or
 * OpenSSL's, directly and through a proxy.
 */
@Timeout(120)
class NetworkFailuresTest {

    private static final TestIdentity LOCALHOST = TestIdentity.of("localhost");
    private static final String NOTHING_IN_COMMON =
            "no protocol version or cipher of TLS in common with the other end, which"
                    + " must offer TLS 1.2 or 1.3; a Java runtime made with jlink needs the module jdk.crypto.ec";
    private static String account = "";

    private NetworkScene scene;

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    @BeforeEach
    void open() {
        scene = new NetworkScene(account);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    /** What the alarm says of a server at this port, behind the subject. */
    private String cause(boolean viaProxy, int port, String... settings) throws Exception {
        URI url = URI.create("https://localhost:" + port);
        if (!viaProxy) {
            return rest(scene.alarm(push(scene.provider(url, Names.JDK, settings))), "localhost:" + port);
        }
        ProxyServer proxy = scene.opened(new ProxyServer(port, head -> "HTTP/1.1 200 OK\r\n\r\n"));
        return cause(proxy, port, settings);
    }

    private String cause(ProxyServer proxy, int port, String... settings) throws Exception {
        String[] more = List.of(settings).toArray(new String[settings.length + 2]);
        more[settings.length] = "proxy";
        more[settings.length + 1] = proxy.url();
        PushProvider provider = scene.provider(URI.create("https://localhost:" + port), Names.JDK, more);
        String through = " through the proxy " + proxy.url().substring("http://".length());
        return rest(scene.alarm(push(provider)), "localhost:" + port + through);
    }

    private static String rest(String alarm, String server) {
        String subject = "no connection to " + server + ": ";
        assertThat(alarm).startsWith(subject);
        return alarm.substring(subject.length());
    }

    /** A port where nobody listens: somebody did a moment ago. */
    private static int freePort() throws Exception {
        try (var server = new ServerSocket(0, 1, loopback(1))) {
            return server.getLocalPort();
        }
    }

    @Test
    @DisplayName("refused, by the server and by the proxy")
    void refused() throws Exception {
        int port = freePort();
        String refused = "127.0.0.1:" + port + " refused the connection: nothing listens there";
        URI url = URI.create("https://push.example.com:" + port);
        InetAddress[] one = {loopback(1)};
        Names names = host -> one;
        assertThat(scene.alarm(push(scene.provider(url, names))))
                .isEqualTo("no connection to push.example.com:" + port + ": " + refused);
        assertThat(scene.alarm(push(scene.provider(url, names, "proxy", "http://proxy.example.com:" + port))))
                .isEqualTo("no connection to push.example.com:" + port + " through the proxy proxy.example.com:" + port
                        + ": the proxy at " + refused);
    }

    @Test
    @DisplayName("a cause that has changed is told at once, the same one once a minute")
    void changed() throws Exception {
        int port = freePort();
        PushProvider provider = scene.provider(URI.create("https://localhost:" + port), Names.JDK);
        assertThat(scene.alarm(push(provider))).endsWith("refused the connection: nothing listens there");
        Opened.assertNotSent(push(provider).get().get(0));
        scene.assertNoAlarm();
        int unused = scene.server(loopback(1), port, socket -> {
            readHello(socket);
            socket.close();
        });
        assertThat(scene.alarm(push(provider))).endsWith("closed the connection during the TLS handshake");
        scene.environment.advance(Duration.ofMinutes(1));
        assertThat(scene.alarm(push(provider))).endsWith("closed the connection during the TLS handshake");
    }

    @Test
    @DisplayName("an unknown name, the server's and the proxy's")
    void unknownHost() throws Exception {
        Names names = host -> {
            throw new UnknownHostException(host + ": nodename nor servname provided");
        };
        URI url = URI.create("https://push.example.com");
        assertThat(scene.alarm(push(scene.provider(url, names))))
                .isEqualTo("no connection to push.example.com: the name push.example.com is unknown");
        assertThat(scene.alarm(push(scene.provider(url, names, "proxy", "http://proxy.example.com:3128"))))
                .isEqualTo("no connection to push.example.com through the proxy proxy.example.com:3128: the name"
                        + " proxy.example.com is unknown");
    }

    @ParameterizedTest
    @CsvSource({"false, the other end does not answer the TLS handshake", "true, the proxy does not answer"})
    @DisplayName("timed out after TCP")
    void silent(boolean proxy, String why) throws Exception {
        Semaphore heard = new Semaphore(0);
        int port = scene.server(loopback(1), 0, socket -> {
            if (socket.getInputStream().read() >= 0) {
                heard.release();
            }
        });
        URI url = URI.create("https://localhost:" + (proxy ? 443 : port));
        CompletableFuture<List<Verdict>> push = push(
                proxy
                        ? scene.provider(url, Names.JDK, "connectTimeout", "1m", "proxy", "http://localhost:" + port)
                        : scene.provider(url, Names.JDK, "connectTimeout", "1m", "requestTimeout", "2m"));
        heard.acquire();
        scene.environment.advance(Duration.ofMinutes(1));
        assertThat(scene.alarm(push)).endsWith(": not within 60000 ms: " + why);
    }

    @ParameterizedTest
    @CsvSource({"false, the other end does not answer the TLS handshake", "true, the proxy does not answer"})
    @DisplayName("the push is over before the connection: its cause names the server and what was waited for")
    void pushIsOverFirst(boolean proxy, String why) throws Exception {
        Semaphore heard = new Semaphore(0);
        int port = scene.server(loopback(1), 0, socket -> {
            if (socket.getInputStream().read() >= 0) {
                heard.release();
            }
        });
        String server = "localhost:" + port;
        CompletableFuture<List<Verdict>> push = push(
                proxy
                        ? scene.provider(
                                URI.create("https://push.example.com"),
                                Names.JDK,
                                "connectTimeout",
                                "1m",
                                "proxy",
                                "http://" + server)
                        : scene.provider(URI.create("https://" + server), Names.JDK, "connectTimeout", "1m"));
        heard.acquire();
        scene.environment.advance(Duration.ofSeconds(10));
        String cause = Opened.assertNotSent(push.get(30, TimeUnit.SECONDS).get(0));
        String way = proxy ? "push.example.com through the proxy " + server : server;
        assertThat(cause).isEqualTo("no connection to " + way + " came about in time: " + why);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a certificate of another CA names trustedCa")
    void notTrusted(boolean viaProxy) throws Exception {
        int port = scene.gateway(LOCALHOST).url().getPort();
        assertThat(cause(viaProxy, port))
                .isEqualTo("the certificate of localhost is not trusted: it leads to none that this JDK trusts; if "
                        + "it is the right one, set harmonyos.trustedCa");
        String other = TestIdentity.of("elsewhere.example").pem();
        assertThat(cause(viaProxy, port, "trustedCa", other))
                .isEqualTo("the certificate of localhost is not trusted: it leads to none of those in "
                        + "harmonyos.trustedCa");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a certificate of another host, one that has expired, one of tomorrow")
    void wrongCertificate(boolean viaProxy) throws Exception {
        TestIdentity other = TestIdentity.of("elsewhere.example");
        assertThat(cause(viaProxy, scene.gateway(other).url().getPort(), "trustedCa", other.pem()))
                .isEqualTo("the host name localhost is not in the certificate of the other end");
        TestIdentity expired = TestIdentity.expired("localhost");
        assertThat(cause(viaProxy, scene.gateway(expired).url().getPort(), "trustedCa", expired.pem()))
                .isEqualTo("the certificate of localhost has expired, by this machine's clock");
        TestIdentity early = TestIdentity.early("localhost");
        assertThat(cause(viaProxy, scene.gateway(early).url().getPort(), "trustedCa", early.pem()))
                .isEqualTo("the certificate of localhost is not valid yet, by this machine's clock");
    }

    @ParameterizedTest
    @CsvSource({"false, 40", "true, 40", "false, 70", "true, 70", "false, 71"})
    @DisplayName("no protocol or cipher in common, as the other end says with an alert")
    void nothingInCommon(boolean viaProxy, int alert) throws Exception {
        assertThat(cause(viaProxy, alerts(alert))).isEqualTo(NOTHING_IN_COMMON);
    }

    @ParameterizedTest
    @CsvSource({"80, internal_error", "112, unrecognized_name", "49, access_denied"})
    @DisplayName("another alert is named")
    void alerts(int alert, String name) throws Exception {
        assertThat(cause(false, alerts(alert))).isEqualTo("the other end refused the TLS handshake: " + name);
    }

    private int alerts(int alert) throws Exception {
        return scene.server(loopback(1), 0, socket -> {
            readHello(socket);
            socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
            socket.shutdownOutput();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("no cipher in common, with a server that speaks TLS")
    void noCipher(boolean viaProxy) throws Exception {
        // For a key that this server does not have.
        int port = scene.server(loopback(1), 0, LOCALHOST, socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.setEnabledProtocols(new String[] {"TLSv1.2"});
            tls.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
            tls.startHandshake();
        });
        assertThat(cause(viaProxy, port, "trustedCa", LOCALHOST.pem())).isEqualTo(NOTHING_IN_COMMON);
    }

    @ParameterizedTest
    @CsvSource({"false, HTTP/1.1 400 Bad Request", "true, HTTP/1.1 400 Bad Request", "false, 220 mail.example.org ESMTP"
    })
    @DisplayName("what answers does not speak TLS")
    void notTls(boolean viaProxy, String says) throws Exception {
        int port = scene.server(loopback(1), 0, socket -> {
            readHello(socket);
            socket.getOutputStream().write((says + "\r\n\r\n").getBytes(US_ASCII));
            socket.shutdownOutput();
        });
        assertThat(cause(viaProxy, port))
                .isEqualTo("what answers at port " + port + " of localhost does not speak TLS");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true"})
    @DisplayName("closed or reset in the handshake")
    void closed(boolean viaProxy, boolean reset) throws Exception {
        int port = scene.server(loopback(1), 0, socket -> {
            readHello(socket);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        });
        assertThat(cause(viaProxy, port)).isEqualTo("the other end closed the connection during the TLS handshake");
    }

    @Test
    @DisplayName("closed after HTTP/2 was agreed on")
    void closedAfterTls() throws Exception {
        int port = scene.server(loopback(1), 0, LOCALHOST, socket -> {
            SSLSocket tls = (SSLSocket) socket;
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            tls.close();
        });
        assertThat(cause(false, port, "trustedCa", LOCALHOST.pem()))
                .isEqualTo("the other end agreed on HTTP/2, and the connection ended before it began with it");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 407 Who are you, 'the proxy wants another user or password: set proxyUser and proxyPassword'",
        "HTTP/1.1 403 No, the proxy does not allow CONNECT to localhost:4711 (status 403)",
        "HTTP/1.1 502 Bad Gateway, the proxy cannot reach localhost:4711 (status 502)",
        "HTTP/1.1 500 Oops, the proxy refused with status 500",
        "220 mail.example.org ESMTP, what answers at PROXY is no HTTP proxy",
        "'', the proxy closed the connection without an answer"
    })
    @DisplayName("a proxy that refuses, or is none")
    void proxy(String says, String why) throws Exception {
        ProxyServer proxy = scene.opened(new ProxyServer(1, head -> says.isEmpty() ? "" : says + "\r\n\r\n"));
        String address = proxy.url().substring("http://".length());
        assertThat(cause(proxy, 4711)).isEqualTo(why.replace("PROXY", address));
    }

    /** The first record: what is closed with bytes unread is reset. */
    private static void readHello(Socket socket) throws IOException {
        byte[] head = socket.getInputStream().readNBytes(5);
        int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
        byte[] unused = socket.getInputStream().readNBytes(length);
    }
}
