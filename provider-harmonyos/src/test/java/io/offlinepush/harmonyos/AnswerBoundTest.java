package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much of an answer is read: 16 KiB and 512 bytes for each token sent, so that memory is bounded by what was asked.
 */
@Timeout(120)
class AnswerBoundTest {

    private static String account = "";

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    /**
     * A good answer with blanks behind it, which are JSON too: the first as long as may be, those that follow by one
     * longer.
     */
    private static String answer(int tokens, int n) {
        int most = 16 * 1024 + 512 * tokens;
        return FrameServer.SUCCESS + " ".repeat(most - FrameServer.SUCCESS.length() + (n == 1 ? 0 : 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    @DisplayName("HTTP/2: an answer of just so many bytes is read, one of a byte more is an unknown outcome")
    void http2(int tokens) throws Exception {
        try (FrameServer server = new FrameServer(
                TestIdentity.of("localhost"),
                new Http2Settings(),
                (stream, n) -> stream.answer(200, answer(tokens, n)))) {
            assertBound(server.url(), tokens);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    @DisplayName("HTTP/1.1: the same with a length stated")
    void http1(int tokens) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer server = new RawServer(TestIdentity.of("localhost"), out -> {
            String body = answer(tokens, asked.incrementAndGet());
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            return true;
        })) {
            assertBound(server.url(), tokens);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    @DisplayName("HTTP/1.1: the same in chunks, whose frame does not count")
    void chunked(int tokens) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer server = new RawServer(TestIdentity.of("localhost"), out -> {
            String body = answer(tokens, asked.incrementAndGet());
            StringBuilder chunks = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length(); at += 1000) {
                String chunk = body.substring(at, Math.min(body.length(), at + 1000));
                chunks.append(Integer.toHexString(chunk.length())).append("\r\n");
                chunks.append(chunk).append("\r\n");
            }
            out.write(chunks.append("0\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            return true;
        })) {
            assertBound(server.url(), tokens);
        }
    }

    private static void assertBound(URI url, int tokens) throws Exception {
        String[] sent = IntStream.range(0, tokens).mapToObj(i -> "TOKEN" + i).toArray(String[]::new);
        try (TestEnvironment environment = new TestEnvironment();
                PushProvider provider = Opened.provider(
                        Map.of(
                                "apps." + TestRequest.APP + ".serviceAccount",
                                account,
                                "url",
                                url.toString(),
                                "trustedCa",
                                TestIdentity.of("localhost").pem()),
                        environment)) {
            assertThat(Opened.verdicts(provider, TestRequest.to(sent)))
                    .hasSize(tokens)
                    .hasOnlyElementsOfType(Verdict.Accepted.class);
            assertThat(Opened.verdicts(provider, TestRequest.to(sent)))
                    .allSatisfy(verdict -> assertThat(((Verdict.Unknown) verdict).cause())
                            .contains("the answer is longer than Push Kit's answers are"));
        }
    }
}
