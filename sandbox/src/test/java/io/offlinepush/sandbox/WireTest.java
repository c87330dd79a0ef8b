package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.sandbox.TestSender.Result;
import java.io.DataInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets, protocols, headers, and bodies that nobody in their right mind would send. */
class WireTest {
    private static SandboxFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new SandboxFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String token() {
        return fixture.sandbox.phone("alice").getToken();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bothProtocolsDeliverAndKeepTheirConnection(Version version) throws Exception {
        TestSender sender = fixture.sender(version);
        Result first = sender.send(alert(token()));
        Result second = sender.send(alert(token()));
        assertThat(first.version()).isEqualTo(version);
        assertThat(first.code()).isEqualTo("80000000");
        assertThat(second.requestId()).isNotEqualTo(first.requestId());
        SeenRequest[] seen = fixture.sandbox.requests().stream()
                .filter(r ->
                        r.requestId().equals(first.requestId()) || r.requestId().equals(second.requestId()))
                .toArray(SeenRequest[]::new);
        assertThat(seen).hasSize(2);
        assertThat(seen[0].connection()).isEqualTo(seen[1].connection());
        assertThat(seen[0].protocol()).isEqualTo(version == Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1");
        assertThat(seen[0].path()).isEqualTo("/v3/" + TestSender.PROJECT + "/messages:send");
        assertThat(seen[0].pushType()).isEqualTo("0");
        assertThat(seen[0].tokenCount()).isEqualTo(1);
        assertThat(seen[0].httpStatus()).isEqualTo(200);
        assertThat(seen[0].code()).isEqualTo("80000000");
        assertThat(seen[0].body()).isEqualTo(alert(token()).toString());
        assertThat(fixture.sandbox.phone("alice").shown())
                .extracting(Notification::requestId)
                .contains(first.requestId(), second.requestId());
    }

    @Test
    void http2CanBeLeftOut() throws Exception {
        try (PushKitSandbox old = PushKitSandbox.builder().http1Only(true).start()) {
            Result result = new TestSender(old, Version.HTTP_2, "x").send(alert("x"));
            assertThat(result.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(result.code()).isEqualTo("80200001");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void anotherPathOrMethodIsNotFound(Version version) throws Exception {
        for (String path : new String[] {
            "/",
            "/v2/300000000000000001/messages:send",
            "/v3/300000000000000001/messages:send/",
            "/v3/300000000000000001/messages:send?x=1",
            "/v3//messages:send",
            "/v3/messages:send",
            "/v3/1/2/messages:send",
            "/v1/messages:revoke",
            "/v1/100000001/messages:revoke/"
        }) {
            TestSender sender = fixture.sender(version);
            sender.path = path;
            assertThat(sender.send(alert(token())).status()).as(path).isEqualTo(404);
        }
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            assertThat(fixture.sender(version)
                            .send(method, utf8(alert(token()).toString()))
                            .status())
                    .as(method)
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json; charset=gbk", "application/jsonx", "application/json;v=1"})
    void anotherContentTypeIsRefused(String contentType) throws Exception {
        TestSender sender = fixture.sender();
        sender.headers.put("Content-Type", contentType);
        Result result = sender.send(alert(token()));
        assertThat(result.code()).isEqualTo("80100003");
        assertThat(result.msg()).contains("Content-Type");
        sender.headers.remove("Content-Type");
        assertThat(sender.send(alert(token())).code()).isEqualTo("80100003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=UTF-8", "Application/JSON;charset=\"utf-8\""})
    void aCharsetIsTolerated(String contentType) throws Exception {
        TestSender sender = fixture.sender();
        sender.headers.put("Content-Type", contentType);
        assertThat(sender.send(alert(token())).code()).isEqualTo("80000000");
    }

    @ParameterizedTest
    @CsvSource({
        "1, does not know push-type 1",
        "2, does not know push-type 2",
        "7, does not know push-type 7",
        "11, does not know push-type 11",
        "6, payload.notification is not a known member",
        "10, payload.notification is not a known member",
        "3, does not contain valid push-type",
        "00, does not contain valid push-type",
        "alert, does not contain valid push-type",
    })
    void anotherPushTypeIsRefused(String pushType, String tip) throws Exception {
        TestSender sender = fixture.sender();
        sender.headers.put("push-type", pushType);
        Result result = sender.send(alert(token()));
        assertThat(result.code()).isEqualTo("80100003");
        assertThat(result.msg()).contains(tip);
    }

    @Test
    void aMissingPushTypeIsRefused() throws Exception {
        TestSender sender = fixture.sender();
        sender.headers.remove("push-type");
        assertThat(sender.send(alert(token())).msg())
                .isEqualTo("Illegal payload, The header does not contain valid push-type");
    }

    static Stream<byte[]> hostileBodies() {
        String good = alert("T").toString();
        return Stream.of(
                utf8(""),
                utf8(" "),
                utf8("null"),
                utf8("1"),
                utf8("\"x\""),
                utf8("[]"),
                utf8("{"),
                utf8(good.substring(0, good.length() - 1)),
                utf8(good + "{}"),
                utf8(good + "x"),
                utf8("\uFEFF" + good),
                good.getBytes(StandardCharsets.UTF_16),
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
                utf8("[".repeat(100_000)),
                utf8("{\"payload\":".repeat(50_000)),
                utf8("{\"payload\":1e999999999999999999}"),
                utf8("{\"payload\":1e2147483647}"),
                utf8("{\"payload\":" + "9".repeat(100_000) + "}"),
                utf8("{\"payload\":0." + "0".repeat(100_000) + "1}"),
                utf8("{\"payload\":NaN}"),
                utf8("{'payload':1}"),
                utf8("{\"payload\":1,}"),
                utf8("{/**/\"payload\":1}"),
                utf8(good.replace("\"actionType\":0", "\"actionType\":0,\"data\":{\"\\udc00\":1}")),
                utf8(good.replace("\"actionType\":0", "\"actionType\":0,\"data\":{\"a\":1,\"a\":2}")),
                utf8(good.replace("\"title\"", "\"\\ud800" + "t".repeat(10_000) + "\"")));
    }

    @ParameterizedTest
    @MethodSource("hostileBodies")
    void hostileBodiesGetADocumentedAnswer(byte[] body) throws Exception {
        for (Version version : Version.values()) {
            Result result = fixture.sender(version).send(body);
            assertThat(result.code()).isEqualTo("80100003");
            assertThat(result.status()).isEqualTo(400);
            assertThat(result.msg()).hasSizeLessThan(300);
        }
    }

    @Test
    void hugeNumbersInFreeDataAreOnlyMeasured() throws Exception {
        String body =
                alert(token()).toString().replace("\"actionType\":0", "\"actionType\":0,\"data\":{\"n\":1e99999}");
        assertThat(fixture.sender().send(utf8(body)).code()).isEqualTo("80000000");
        assertThat(fixture.sandbox.phone("alice").tray())
                .last()
                .extracting(Notification::data)
                .isEqualTo("{\"n\":1E+99999}");
    }

    @Test
    void damagedBodiesAlwaysGetAnAnswer() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = utf8(alert(token()).toString());
        TestSender sender = fixture.sender();
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(good, good.length);
            for (int j = 0; j <= random.nextInt(3); j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(sender.send(damaged).code())
                    .as("seed %d, round %d", seed, i)
                    .isIn("80000000", "80100003", "80300007", "80300008", "80300010");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aBodyOverOneMebibyteIsTooLarge(Version version) throws Exception {
        TestSender sender = fixture.sender(version);
        byte[] largest = new byte[1 << 20];
        Arrays.fill(largest, (byte) ' ');
        assertThat(sender.send(largest).status()).isEqualTo(400);
        assertThat(sender.send(Arrays.copyOf(largest, largest.length + 1)).status())
                .isEqualTo(413);
        assertThat(sender.send(alert(token())).code()).isEqualTo("80000000");
    }

    @Test
    void garbageInsteadOfTlsIsHungUpOn() throws Exception {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), fixture.sandbox.url().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(utf8("GET / HTTP/1.1\r\n\r\n"));
            socket.getInputStream().readAllBytes(); // ends, whatever TLS says before
        }
    }

    @Test
    void garbageInsteadOfHttpIsAnswered() throws Exception {
        assertThat(raw("\u0001\u0002 nonsense\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("80100001");
        assertThat(raw("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnot-a-size\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    private static SSLSocket connect() throws Exception {
        SSLSocket socket = (SSLSocket) TestSender.trusting(fixture.sandbox.caPem())
                .getSocketFactory()
                .createSocket("localhost", fixture.sandbox.url().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String raw(String request) throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tls12IsEnough() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void http2AnnouncesAHundredStreamsAndEndsOnGarbage() throws Exception {
        try (SSLSocket socket = connect()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int lengthAndType = in.readInt();
            assertThat(lengthAndType & 0xff).as("SETTINGS").isEqualTo(4);
            in.readByte(); // flags
            assertThat(in.readInt()).as("stream").isZero();
            Map<Integer, Integer> settings = new HashMap<>();
            for (int i = 0; i < lengthAndType >>> 8; i += 6) {
                settings.put((int) in.readShort(), in.readInt());
            }
            assertThat(settings).containsEntry(3, 100); // SETTINGS_MAX_CONCURRENT_STREAMS
            socket.getOutputStream().write(utf8("this is no frame, nor are these bytes behind it"));
            in.readAllBytes(); // ends
        }
    }

    @Test
    void manyRequestsAtOnceAreAllAnswered() throws Exception {
        TestSender sender = fixture.sender();
        List<FutureTask<Result>> tasks = Stream.generate(() -> new FutureTask<>(() -> sender.send(alert(token()))))
                .limit(32)
                .toList();
        tasks.forEach(task -> new Thread(task).start());
        Set<String> requestIds = new HashSet<>();
        for (FutureTask<Result> task : tasks) {
            assertThat(task.get().code()).isEqualTo("80000000");
            requestIds.add(task.get().requestId());
        }
        assertThat(requestIds).hasSize(32);
    }

    @Test
    void theAddressIsLoopback() {
        assertThat(fixture.sandbox.url().toString()).matches("https://localhost:[0-9]+");
    }
}
