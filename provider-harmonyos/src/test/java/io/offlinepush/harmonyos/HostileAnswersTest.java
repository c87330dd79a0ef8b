package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.AsciiString;
import io.offlinepush.testkit.ManualRuntime;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bytes that no server should send, in pieces: each request still ends exactly once, and no exception escapes. */
class HostileAnswersTest {

    private static final WireSettings WIRE = new WireSettings(
            URI.create("https://localhost"),
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            1,
            8,
            true,
            TlsLibrary.JDK,
            Sockets.NIO);

    private static final String[] HTTP1 = {
        "HTTP/1.1 200 OK\r\nContent-Length: " + FrameServer.SUCCESS.length()
                + "\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n\r\n" + FrameServer.SUCCESS,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"c\r\n5\r\node\":\r\n4\r\n\"8\"}\r\n0\r\nX: "
                + "y\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Busy\r\nRetry-After: 7\r\nConnection: close\r\n\r\nbusy",
        "HTTP/1.0 401 No\r\n\r\n"
    };

    private static final String[] SPICE = {
        "\r\n",
        "\r\n\r\n",
        "\n",
        ": ",
        "HTTP/1.1 200 OK\r\n\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999\r\n",
        "Transfer-Encoding: chunked\r\n",
        "ffffffff\r\n",
        "x".repeat(5000),
        "X: y\r\n".repeat(3000),
        "\u0000",
        "101",
        "Upgrade"
    };

    @Test
    @DisplayName("HTTP/1.1: 10,000 spoiled answers (1 million under -Pfull)")
    void http1() {
        Cases.run(10_000, random -> {
            Run run = new Run();
            EmbeddedChannel channel = new EmbeddedChannel();
            H1Connection.install(channel.pipeline(), run, WIRE, run.runtime.ticker());
            byte[] answer = HTTP1[random.nextInt(HTTP1.length)].getBytes(StandardCharsets.ISO_8859_1);
            feed(random, channel, Cases.spoiled(random, answer, SPICE));
            run.end(channel);
        });
    }

    @Test
    @DisplayName("HTTP/2: 10,000 spoiled runs of frames (1 million under -Pfull)")
    void http2() {
        Cases.run(10_000, random -> {
            Run run = new Run();
            EmbeddedChannel channel = new EmbeddedChannel();
            H2Connection.install(channel.pipeline(), run, WIRE, run.runtime, new Loop(channel.eventLoop()));
            // Mostly a good beginning, so that there is a request which can be hurt.
            byte[] settings = frame(4, 0, 0, new byte[0]);
            feed(random, channel, random.nextInt(20) == 0 ? Cases.spoiled(random, settings, SPICE) : settings);
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = random.nextInt(6); i >= 0; i--) {
                frames.writeBytes(someFrame(random));
            }
            feed(
                    random,
                    channel,
                    random.nextBoolean() ? frames.toByteArray() : Cases.spoiled(random, frames.toByteArray(), SPICE));
            run.end(channel);
        });
    }

    private static byte[] someFrame(Random random) {
        int stream = random.nextInt(10) == 0 ? random.nextInt(6) : 3;
        byte[] four = new byte[4];
        random.nextBytes(four);
        return switch (random.nextInt(10)) {
            case 0, 1 -> frame(1, random.nextBoolean() ? 4 : 5, stream, new byte[] {(byte) 0x88});
            case 2, 3 -> frame(0, random.nextInt(2), stream, FrameServer.SUCCESS.getBytes(StandardCharsets.UTF_8));
            case 4 -> frame(3, 0, stream, new byte[] {0, 0, 0, (byte) random.nextInt(14)});
            case 5 ->
                frame(7, 0, 0, new byte[] {0, 0, 0, (byte) random.nextInt(5), 0, 0, 0, (byte) random.nextInt(14)});
            case 6 -> frame(8, 0, random.nextBoolean() ? 0 : stream, four);
            case 7 ->
                frame(4, random.nextInt(2), 0, new byte[] {
                    0, (byte) random.nextInt(8), four[0], four[1], four[2], four[3]
                });
            case 8 -> frame(6, random.nextInt(2), 0, new byte[8]);
            default -> frame(random.nextInt(16), random.nextInt(256), stream, four);
        };
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        byte[] head = {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            0,
            0,
            0,
            (byte) stream
        };
        return Cases.joined(head, head.length, payload);
    }

    private static void feed(Random random, EmbeddedChannel channel, byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 4096));
            if (!channel.isOpen()) {
                return;
            }
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
            at += length;
        }
    }

    /** A connection with one request, and how often that ended. */
    private static final class Run implements Connection.Owner, HttpRequest {

        private final ManualRuntime runtime = new ManualRuntime();
        private boolean written;
        private int ends;

        @Override
        public void opened(Connection connection, String protocol, int most) {
            assertThat(written).isFalse();
            if (connection.hasRoom()) {
                written = true;
                InFlightRequest inFlight = new InFlightRequest(this, 1, ended -> {});
                inFlight.written(connection, runtime.ticker().nanos());
                connection.write(inFlight, Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8));
                connection.flush();
            }
        }

        void end(EmbeddedChannel channel) {
            channel.runPendingTasks();
            channel.checkException();
            boolean closedItself = !channel.isOpen();
            var unused = channel.close();
            channel.runPendingTasks();
            channel.checkException();
            channel.releaseOutbound();
            // A connection that closed itself within a read is out of the pipeline when the codec passes on the rest of
            // that read, which then ends with Netty.
            assertThat(channel.inboundMessages())
                    .satisfiesAnyOf(
                            passedOn -> assertThat(passedOn).isEmpty(),
                            passedOn -> assertThat(closedItself).isTrue());
            channel.releaseInbound();
            assertThat(ends).isEqualTo(written ? 1 : 0);
            assertThat(runtime.scheduled()).isZero();
        }

        @Override
        public void retired(Connection connection) {}

        @Override
        public void roomAgain() {}

        @Override
        public void unprocessed(InFlightRequest inFlight) {
            ends++;
        }

        @Override
        public AsciiString path() {
            return AsciiString.of("/");
        }

        @Override
        public AsciiString authorization() {
            return AsciiString.of("Bearer x");
        }

        @Override
        public AsciiString pushType() {
            return AsciiString.of("0");
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public long deadlineNanos() {
            return 0;
        }

        @Override
        public int mostAnswerBytes() {
            return 1024;
        }

        @Override
        public byte @Nullable [] body() {
            return null;
        }

        @Override
        public void sendIfCurrent(Runnable write) {}

        @Override
        public void answered(HttpHead head, byte[] body) {
            assertThat(body.length).isLessThanOrEqualTo(1024);
            ends++;
        }

        @Override
        public void notSent(String why) {
            ends++;
        }

        @Override
        public void unknown(String why) {
            ends++;
        }
    }
}
