package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.AsciiString;
import io.offlinepush.testkit.ManualRuntime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bearer of the usual size costs in each request after the first. */
class BearerIndexTest {

    private static final AsciiString BEARER = AsciiString.of("Bearer " + "x1Y-".repeat(250));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("with the setting it is sent once for each connection, without it each time")
    void bytes(boolean index) {
        ManualRuntime runtime = new ManualRuntime();
        WireSettings wire = new WireSettings(
                URI.create("https://localhost"),
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                1,
                8,
                index,
                TlsLibrary.JDK,
                Sockets.NIO);
        List<Connection> opened = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel();
        H2Connection.install(channel.pipeline(), new Opening(opened), wire, runtime, new Loop(channel.eventLoop()));
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}));
        sent(channel);

        assertThat(request(channel, opened.get(0))).isGreaterThan(700);
        for (int i = 0; i < 3; i++) {
            if (index) {
                assertThat(request(channel, opened.get(0))).isLessThan(60);
            } else {
                assertThat(request(channel, opened.get(0))).isGreaterThan(700);
            }
        }
        var unused = channel.close();
        channel.runPendingTasks();
        channel.releaseOutbound();
        assertThat(runtime.scheduled()).isZero();
    }

    private static int request(EmbeddedChannel channel, Connection connection) {
        InFlightRequest inFlight = new InFlightRequest(new TestHttpRequest(BEARER, new byte[0], 0), 1, ended -> {});
        inFlight.written(connection, 0);
        connection.write(inFlight, Unpooled.EMPTY_BUFFER);
        connection.flush();
        return sent(channel);
    }

    private static int sent(EmbeddedChannel channel) {
        int bytes = 0;
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            bytes += next.readableBytes();
            next.release();
        }
        return bytes;
    }

    private record Opening(List<Connection> opened) implements Connection.Owner {

        @Override
        public void opened(Connection connection, String protocol, int most) {
            opened.add(connection);
        }

        @Override
        public void retired(Connection connection) {}

        @Override
        public void roomAgain() {}

        @Override
        public void unprocessed(InFlightRequest inFlight) {}
    }
}
