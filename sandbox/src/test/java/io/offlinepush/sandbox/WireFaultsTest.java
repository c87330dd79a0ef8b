package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.sandbox.RawHttp2.Frame;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of requests and connections, frame by frame and byte by byte. */
class WireFaultsTest {
    private SandboxFixture fixture;
    private Faults faults;
    private SimulatedPhone alice;
    private byte[] body;

    @BeforeEach
    void start() throws Exception {
        fixture = new SandboxFixture();
        faults = fixture.sandbox.faults();
        alice = fixture.sandbox.phone("alice");
        body = TestSender.JSON.writeValueAsBytes(alert(alice.getToken()));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private RawHttp2 http2() throws Exception {
        return new RawHttp2(fixture.sandbox, fixture.bearer());
    }

    private RawHttp1 http1() throws Exception {
        return new RawHttp1(fixture.sandbox, fixture.bearer());
    }

    private void assertKeptBack(boolean delivered, String fault) {
        assertThat(fixture.sandbox.requests().get(0)).satisfies(seen -> {
            assertThat(seen.delivered()).isEqualTo(delivered);
            assertThat(seen.fault()).isEqualTo(fault);
            assertThat(seen.httpStatus()).isZero();
            assertThat(seen.code()).isEmpty();
        });
    }

    private static void assertGoAway(Frame frame, int lastStream) {
        assertThat(frame.type()).isEqualTo(RawHttp2.GOAWAY);
        assertThat(frame.intAt(0)).as("last id").isEqualTo(lastStream);
        assertThat(frame.intAt(4)).as("NO_ERROR").isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStalledStreamIsNotAnsweredWhileOthersAre(boolean delivered) throws Exception {
        faults.next(Fault.stall(delivered));
        try (RawHttp2 client = http2()) {
            int stalled = client.send(body);
            int answered = client.send(body);
            assertThat(client.untilEndOf(answered)).noneMatch(frame -> frame.stream() == stalled);
            assertKeptBack(delivered, "stall");
            assertThat(alice.shown()).hasSize(delivered ? 2 : 1);
            assertThat(faults.fired(Fault.stall(delivered))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStalledHttp1ConnectionStaysSilentToItsEnd(boolean delivered) throws Exception {
        faults.next(Fault.stall(delivered));
        try (RawHttp1 client = http1()) {
            client.send(body);
            client.send(body);
            Await.until(() -> !fixture.sandbox.requests().isEmpty());
            fixture.sandbox.close();
            assertThatNothingIsLeft(client);
            assertThat(fixture.sandbox.requests()).hasSize(1);
            assertKeptBack(delivered, "stall");
            assertThat(alice.shown()).hasSize(delivered ? 1 : 0);
        }
    }

    /** In order or by a reset, the end comes without a byte before it. */
    private static void assertThatNothingIsLeft(RawHttp1 client) {
        try {
            assertThat(client.rest()).isEmpty();
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void aRequestBehindASlowOneWaitsOnHttp1() throws Exception {
        faults.next(Fault.slow(java.time.Duration.ofMillis(100)));
        try (RawHttp1 client = http1()) {
            client.send(body);
            client.send(body);
            String first = client.answer();
            String second = client.answer();
            List<SeenRequest> seen = fixture.sandbox.requests();
            assertThat(first).contains(seen.get(0).requestId());
            assertThat(second).contains(seen.get(1).requestId());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResetIsRstStreamOrTcpReset(boolean delivered) throws Exception {
        faults.next(2, Fault.reset(delivered));
        try (RawHttp2 client = http2()) {
            Frame frame = client.untilEndOf(client.send(body)).get(0);
            assertThat(frame.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(frame.intAt(0)).as("INTERNAL_ERROR").isEqualTo(2);
        }
        try (RawHttp1 client = http1()) {
            client.send(body);
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
        assertKeptBack(delivered, "reset");
        assertThat(alice.shown()).hasSize(delivered ? 2 : 0);
    }

    @Test
    void aRefusedStreamSaysThatNothingWasDone() throws Exception {
        faults.next(Fault.refusedStream());
        try (RawHttp2 client = http2()) {
            Frame frame = client.untilEndOf(client.send(body)).get(0);
            assertThat(frame.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(frame.intAt(0)).as("REFUSED_STREAM").isEqualTo(7);
        }
        assertKeptBack(false, "refusedStream");
    }

    @Test
    void goAwayAnsweredLetsOpenStreamsEnd() throws Exception {
        try (RawHttp2 client = http2()) {
            int open = client.open();
            faults.next(Fault.goAway(GoAway.ANSWERED));
            int newest = client.send(body);
            assertGoAway(client.next(), newest);
            client.untilEndOf(newest);
            int late = client.send(body);
            client.write(RawHttp2.DATA, 1, open, body);
            List<Frame> rest = client.untilEnd();
            assertThat(rest).anyMatch(frame -> frame.stream() == open && frame.ends());
            assertThat(rest).noneMatch(frame -> frame.stream() == late);
        }
        assertThat(alice.shown()).hasSize(2);
        assertThat(fixture.sandbox.requests()).extracting(SeenRequest::fault).containsExactly("goAway", "");
    }

    @Test
    void goAwayRefusedDeliversNeitherThisNorLaterStreams() throws Exception {
        faults.next(Fault.stall(true)).next(Fault.goAway(GoAway.REFUSED));
        try (RawHttp2 client = http2()) {
            int before = client.open();
            int refused = client.open();
            int later = client.open();
            client.write(RawHttp2.DATA, 1, before, body);
            client.write(RawHttp2.DATA, 1, refused, body);
            client.write(RawHttp2.DATA, 1, later, body);
            assertGoAway(client.next(), before);
            client.write(RawHttp2.RST_STREAM, 0, before, new byte[4]); // tired of waiting
            assertThat(client.untilEnd()).isEmpty();
        }
        assertThat(alice.shown()).hasSize(1);
        assertThat(fixture.sandbox.requests())
                .extracting(SeenRequest::delivered)
                .containsExactly(true, false);
    }

    @Test
    void goAwayRefusedTakesNothingBackThatWasDone() throws Exception {
        try (RawHttp2 client = http2()) {
            int open = client.open();
            int done = client.send(body);
            client.untilEndOf(done);
            faults.next(Fault.goAway(GoAway.REFUSED));
            client.write(RawHttp2.DATA, 1, open, body);
            List<Frame> frames = client.untilEnd();
            assertThat(frames).anySatisfy(frame -> assertGoAway(frame, done));
            assertThat(frames)
                    .anyMatch(frame ->
                            frame.type() == RawHttp2.RST_STREAM && frame.stream() == open && frame.intAt(0) == 7);
        }
        assertThat(alice.shown()).hasSize(1);
    }

    @Test
    void goAwayUnansweredLeavesTheSenderInDoubt() throws Exception {
        faults.next(Fault.goAway(GoAway.UNANSWERED));
        try (RawHttp2 client = http2()) {
            int stream = client.send(body);
            List<Frame> frames = client.untilEnd();
            assertThat(frames).singleElement().satisfies(frame -> assertGoAway(frame, stream));
        }
        assertKeptBack(true, "goAway");
        assertThat(alice.shown()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(GoAway.class)
    void onHttp1GoAwayClosesTheConnection(GoAway policy) throws Exception {
        faults.next(Fault.goAway(policy));
        try (RawHttp1 client = http1()) {
            client.send(body);
            String answer = client.rest();
            if (policy == GoAway.ANSWERED) {
                assertThat(answer).contains("connection: close").contains("80000000");
            } else {
                assertThat(answer).isEmpty();
            }
        }
        assertThat(alice.shown()).hasSize(policy == GoAway.REFUSED ? 0 : 1);
    }

    @Test
    void theStreamLimitChangesInFlight() throws Exception {
        faults.next(Fault.maxConcurrentStreams(1));
        try (RawHttp2 client = http2()) {
            assertThat(client.maxConcurrentStreams()).isEqualTo(100);
            client.send(body);
            assertThat(client.maxConcurrentStreams()).isEqualTo(1);
            int open = client.open();
            int tooMany = client.open();
            Frame refused = client.untilEndOf(tooMany).stream()
                    .filter(frame -> frame.stream() == tooMany)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.intAt(0)).as("REFUSED_STREAM").isEqualTo(7);
            faults.next(Fault.maxConcurrentStreams(50));
            client.write(RawHttp2.DATA, 1, open, body);
            assertThat(client.maxConcurrentStreams()).isEqualTo(50);
        }
        assertThat(faults.fired(Fault.maxConcurrentStreams(1))).isEqualTo(1);
        assertThat(fixture.sandbox.requests()).extracting(SeenRequest::code).containsOnly("80000000");
    }

    @Test
    void theStreamLimitOfAConnectionIsThereFromTheStart() throws Exception {
        faults.onConnection(Fault.maxConcurrentStreams(7));
        try (RawHttp2 client = http2()) {
            assertThat(client.maxConcurrentStreams()).isEqualTo(7);
            client.untilEndOf(client.send(body));
        }
        assertThat(faults.fired()).hasSize(1);
        faults.next(Fault.maxConcurrentStreams(7));
        assertThat(fixture.sender(Version.HTTP_1_1).send(body).code()).isEqualTo("80000000");
        assertThat(faults.fired()).as("HTTP/1.1 has no streams").hasSize(1);
    }

    @Test
    void aRefusedConnectionIsReset() {
        faults.onConnection(2, Fault.refusedConnection());
        assertThatThrownBy(this::http2).isInstanceOf(IOException.class).isNotInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> http1().send(body)).isInstanceOf(IOException.class);
        assertThat(faults.fired(Fault.refusedConnection())).isEqualTo(2);
        assertThat(faults.fired()).extracting(FiredFault::connection).containsExactly(1, 2);
    }

    @Test
    void aFailedHandshakeIsATlsAlert() throws Exception {
        faults.onConnection(Fault.failedHandshake());
        assertThatThrownBy(this::http2)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("handshake_failure");
        assertThat(faults.fired(Fault.failedHandshake())).isEqualTo(1);
    }

    @Test
    void http2CanBeWithheldForSomeConnections() throws Exception {
        faults.onConnection(2, Fault.http1Only());
        assertThat(fixture.sender().send(body).version()).isEqualTo(Version.HTTP_1_1);
        assertThat(fixture.sender().send(body).version()).isEqualTo(Version.HTTP_1_1);
        assertThat(fixture.sender().send(body).version()).isEqualTo(Version.HTTP_2);
        assertThat(faults.fired(Fault.http1Only())).isEqualTo(2);
    }

    @Test
    void anHttp2ConnectionClosesAfterItsRequestsWithoutGoAway() throws Exception {
        faults.onConnection(Fault.closeAfter(2));
        try (RawHttp2 client = http2()) {
            client.send(body);
            int second = client.send(body);
            int lost = client.send(body);
            List<Frame> frames = client.untilEnd();
            assertThat(frames).noneMatch(frame -> frame.type() == RawHttp2.GOAWAY || frame.stream() == lost);
            assertThat(frames).anyMatch(frame -> frame.stream() == second && frame.ends());
        }
        assertThat(alice.shown()).hasSize(2);
    }

    @Test
    void anHttp1ConnectionClosesAfterItsRequestsWithoutAWord() throws Exception {
        faults.onConnection(Fault.closeAfter(2));
        try (RawHttp1 client = http1()) {
            client.send(body);
            client.send(body);
            client.send(body);
            assertThat(client.rest()).doesNotContain("connection: close").contains("80000000");
        }
        assertThat(alice.shown()).hasSize(2);
        assertThat(faults.fired(Fault.closeAfter(2))).isEqualTo(1);
    }

    @Test
    void goAwayComesAfterSoManyRequests() throws Exception {
        faults.onConnection(Fault.goAwayAfter(2));
        try (RawHttp2 client = http2()) {
            client.send(body);
            int second = client.send(body);
            int refused = client.send(body);
            List<Frame> frames = client.untilEnd();
            assertThat(frames).anySatisfy(frame -> assertGoAway(frame, second));
            assertThat(frames).anyMatch(frame -> frame.stream() == second && frame.ends());
            assertThat(frames).noneMatch(frame -> frame.stream() == refused);
        }
        assertThat(alice.shown()).hasSize(2);
        faults.onConnection(Fault.goAwayAfter(1));
        try (RawHttp1 client = http1()) {
            client.send(body);
            assertThat(client.rest()).contains("connection: close").contains("80000000");
        }
    }

    @Test
    void aHalfOpenConnectionAnswersNotEvenPings() throws Exception {
        faults.onConnection(Fault.halfOpen(1));
        try (RawHttp2 client = http2()) {
            int first = client.send(body);
            client.untilEndOf(first);
            client.write(RawHttp2.PING, 0, 0, new byte[8]);
            client.send(body);
            fixture.sender().send(body); // another connection, and time for the PING
            fixture.sandbox.close();
            assertThat(endOf(client)).isEmpty();
        }
        assertThat(fixture.sandbox.requests())
                .extracting(SeenRequest::connection)
                .containsExactly(1, 2);
        assertThat(faults.fired(Fault.halfOpen(1))).isEqualTo(1);
    }

    @Test
    void aConnectionCanBeHalfOpenFromTheStart() throws Exception {
        faults.onConnection(2, Fault.halfOpen(0));
        try (RawHttp2 client = http2();
                RawHttp1 old = http1()) {
            client.send(body);
            old.send(body);
            fixture.sender().send(body);
            fixture.sandbox.close();
            assertThatNothingIsLeft(old);
        }
        assertThat(fixture.sandbox.requests())
                .extracting(SeenRequest::connection)
                .containsExactly(3);
    }

    private static List<Frame> endOf(RawHttp2 client) throws Exception {
        try {
            return client.untilEnd();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return List.of(); // a reset is an end too
        }
    }
}
