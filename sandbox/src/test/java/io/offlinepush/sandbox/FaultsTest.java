package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.offlinepush.sandbox.TestSender.Result;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of a request, as a client library of the JDK sees them; and the script. */
class FaultsTest {
    private SandboxFixture fixture;
    private Faults faults;
    private SimulatedPhone alice;
    private SimulatedPhone bob;

    @BeforeEach
    void start() {
        fixture = new SandboxFixture();
        faults = fixture.sandbox.faults();
        alice = fixture.sandbox.phone("alice");
        bob = fixture.sandbox.phone("bob");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private String damaged(Version version, RequestFault fault) throws Exception {
        faults.next(fault);
        HttpResponse<byte[]> response = fixture.sender(version).raw(alert(alice.getToken(), "x"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(alice.tray()).as("delivered").hasSize(1);
        assertThat(faults.fired(fault)).isEqualTo(1);
        assertThat(fixture.sandbox.requests()).last().satisfies(seen -> {
            assertThat(seen.delivered()).isTrue();
            assertThat(seen.fault()).isEqualTo(fault.name());
            assertThat(seen.code()).isEqualTo("80100000");
        });
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aTruncatedBodyIsTheFirstHalf(Version version) throws Exception {
        String body = damaged(version, Fault.truncatedBody());
        assertThat(body).startsWith("{\"code\":\"80100000\",").doesNotContain("}\"}");
        assertThatThrownBy(() -> TestSender.JSON.readTree(body)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void anAbortedBodyBreaksOff(Version version) throws Exception {
        faults.next(Fault.abortedBody());
        TestSender sender = fixture.sender(version);
        assertThatThrownBy(() -> sender.raw(alert(alice.getToken()))).isInstanceOf(IOException.class);
        assertThat(alice.tray()).hasSize(1);
        assertThat(fixture.sandbox.requests()).extracting(SeenRequest::fault).containsExactly("abortedBody");
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void anOversizedBodyIsGoodJson(Version version) throws Exception {
        String body = damaged(version, Fault.oversizedBody(5_000_000));
        assertThat(body).hasSize(5_000_000);
        assertThat(TestSender.JSON.readTree(body).get("code").textValue()).isEqualTo("80100000");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aDuplicateBodyIsTwoDocuments(Version version) throws Exception {
        String body = damaged(version, Fault.duplicateBody());
        assertThat(body.substring(0, body.length() / 2)).isEqualTo(body.substring(body.length() / 2));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void duplicateKeysContradictEachOther(Version version) throws Exception {
        String body = damaged(version, Fault.duplicateKeys());
        assertThat(body).startsWith("{\"code\":\"80100000\",").endsWith(",\"code\":\"81000001\"}");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void garbageIsTheSameForTheSameSeedAndNoText(Version version) throws Exception {
        faults.next(2, Fault.garbageBody(7)).next(Fault.garbageBody(8));
        TestSender sender = fixture.sender(version);
        byte[] first = sender.raw(alert(alice.getToken())).body();
        byte[] second = sender.raw(alert(alice.getToken())).body();
        byte[] other = sender.raw(alert(alice.getToken())).body();
        assertThat(first).isEqualTo(second).isNotEqualTo(other).startsWith(0xff);
        assertThat(faults.fired(Fault.garbageBody(7))).isEqualTo(2);
        assertThat(faults.fired(Fault.garbageBody(8))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void theCodeCanBeANumber(Version version) throws Exception {
        assertThat(damaged(version, Fault.numericCode())).startsWith("{\"code\":80100000,");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void theCodeCanBeAFloatingPointNumber(Version version) throws Exception {
        assertThat(damaged(version, Fault.floatingCode())).startsWith("{\"code\":8.01E7,");
        faults.next(Fault.floatingCode());
        byte[] body = fixture.sender(version).raw(alert(alice.getToken())).body();
        assertThat(new String(body, StandardCharsets.UTF_8)).startsWith("{\"code\":8.0E7,");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void msgCanBeAnObject(Version version) throws Exception {
        assertThat(damaged(version, Fault.msgAsObject()))
                .contains("\"msg\":{\"illegalTokens\":{\"tokenFormatError\":[\"x\"]},\"success\":1,\"failure\":1}");
        faults.next(Fault.msgAsObject());
        byte[] body = fixture.sender(version).raw(alert(alice.getToken())).body();
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"msg\":{\"text\":\"Success\"}");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void msgCanBePlainText(Version version) throws Exception {
        assertThat(damaged(version, Fault.msgAsText()))
                .contains("\"msg\":\"Check Parameter Partial Success\"")
                .doesNotContain("\"x\"");
        faults.next(Fault.msgAsText());
        assertThat(fixture.sender(version).send(alert("x")).msg()).isEqualTo("All the tokens are invalid.");
    }

    @Test
    void tokensCanBeRefusedForReasonsOfTheirOwn() throws Exception {
        SimulatedPhone carol = fixture.sandbox.phone("carol");
        faults.next(Fault.refuseTokens(Map.of(
                alice.getToken(), " tokenFormatError ", bob.getToken(), "disableSendHuaweiMsgBecauseOfPenalty")));
        Result result = fixture.sender().send(alert(alice.getToken(), bob.getToken(), carol.getToken()));
        assertThat(result.code()).isEqualTo("80100000");
        JsonNode illegal = TestSender.JSON.readTree(result.msg()).get("illegalTokens");
        assertThat(illegal.get(" tokenFormatError ").get(0).textValue()).isEqualTo(alice.getToken());
        assertThat(illegal.get("disableSendHuaweiMsgBecauseOfPenalty").get(0).textValue())
                .isEqualTo(bob.getToken());
        assertThat(alice.tray()).isEmpty();
        assertThat(bob.tray()).isEmpty();
        assertThat(carol.tray()).hasSize(1);
        assertThatThrownBy(() -> Fault.refuseTokens(Map.of("x", ""))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void slowIsDeliveredAtOnceAndAnsweredLater(Version version) throws Exception {
        Duration by = Duration.ofMillis(150);
        faults.next(Fault.slow(by));
        TestSender sender = fixture.sender(version);
        long start = System.nanoTime();
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(by.toNanos());
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
        assertThat(fixture.sandbox.requests())
                .extracting(SeenRequest::connection)
                .containsOnly(1);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void everyAnswerHasADate(Version version) throws Exception {
        TestSender sender = fixture.sender(version);
        assertThat(sender.raw(alert(alice.getToken())).headers().firstValue("date"))
                .contains("Thu, 01 Oct 2026 08:00:00 GMT");
        sender.path = "/";
        assertThat(sender.raw(alert(alice.getToken())).headers().firstValue("date"))
                .contains("Thu, 01 Oct 2026 08:00:00 GMT");
    }

    @Test
    void aSkewedClockJudgesBearersAndShowsInDate() throws Exception {
        TestSender sender = fixture.sender();
        faults.onGateway(Fault.clockSkew(Duration.ofMinutes(-10)));
        HttpResponse<byte[]> behind = sender.raw(alert(alice.getToken()));
        assertThat(new String(behind.body(), StandardCharsets.UTF_8)).contains("iat is in the future");
        assertThat(behind.headers().firstValue("date")).contains("Thu, 01 Oct 2026 07:50:00 GMT");
        faults.onGateway(Fault.clockSkew(Duration.ofHours(1)));
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80200005");
        assertThat(faults.fired(Fault.clockSkew(Duration.ofHours(1)))).isEqualTo(1);
        faults.clear();
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
        assertThat(alice.tray()).extracting(Notification::receivedAt).containsExactly(fixture.clock.instant());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void tokensAboveTheThresholdGet503UntilTheNextSecond(Version version) throws Exception {
        TestSender sender = fixture.sender(version);
        faults.onGateway(Fault.qps(3, Duration.ofSeconds(7)));
        assertThat(sender.send(alert(alice.getToken(), bob.getToken())).code()).isEqualTo("80000000");
        HttpResponse<byte[]> above = sender.raw(alert(alice.getToken(), bob.getToken()));
        assertThat(above.statusCode()).isEqualTo(503);
        assertThat(above.body()).isEmpty();
        assertThat(above.headers().firstValue("retry-after")).contains("7");
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
        assertThat(sender.send(alert(alice.getToken())).status()).isEqualTo(503);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
        assertThat(alice.shown()).hasSize(3);
        assertThat(faults.fired(Fault.qps(3, Duration.ofSeconds(7)))).isEqualTo(2);
        faults.onGateway(Fault.qps(0));
        assertThat(sender.raw(alert(alice.getToken())).headers().firstValue("retry-after"))
                .isEmpty();
    }

    @Test
    void aShareIsTheSameForTheSameSeed() throws Exception {
        RequestFault[] some = {Fault.status(503), Fault.code("81000001", "Inner Error.")};
        List<Integer> statuses = statuses(some, 42);
        assertThat(statuses)
                .contains(200, 503, 500)
                .isEqualTo(statuses(some, 42))
                .isNotEqualTo(statuses(some, 43));
        assertThat(faults.fired()).isNotEmpty().allMatch(fired -> List.of(some).contains(fired.fault()));
    }

    private List<Integer> statuses(RequestFault[] some, long seed) throws Exception {
        faults.share(0.5, seed, some);
        TestSender sender = fixture.sender();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            statuses.add(sender.send(alert(alice.getToken())).status());
        }
        return statuses;
    }

    @Test
    void nextComesBeforeTheConnectionAndTheShare() throws Exception {
        faults.share(1, 1, Fault.status(502)).onConnection(Fault.status(500)).next(2, Fault.status(503));
        assertThat(faults.pending()).isEqualTo(3);
        TestSender sender = fixture.sender();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(sender.send(alert(alice.getToken())).status());
        }
        assertThat(statuses).containsExactly(503, 503, 500, 500);
        assertThat(fixture.sender().send(alert(alice.getToken())).status()).isEqualTo(502);
        assertThat(faults.pending()).isZero();
        faults.clear();
        assertThat(fixture.sender().send(alert(alice.getToken())).status()).isEqualTo(200);
        assertThat(faults.fired()).hasSize(5);
        assertThat(faults.fired()).extracting(FiredFault::connection).containsExactly(1, 1, 1, 1, 2);
        assertThat(faults.fired().get(0).requestId())
                .isEqualTo(fixture.sandbox.requests().get(0).requestId());
    }

    @Test
    void whatCannotHappenIsRefused() {
        for (Runnable wrong : List.<Runnable>of(
                () -> faults.next(0, Fault.stall(true)),
                () -> faults.onConnection(0, Fault.failedHandshake()),
                () -> faults.share(1.1, 0, Fault.stall(true)),
                () -> faults.share(Double.NaN, 0, Fault.stall(true)),
                () -> faults.share(0.5, 0),
                () -> Fault.slow(Duration.ofNanos(-1)),
                () -> Fault.slow(Duration.ofHours(2)),
                () -> Fault.maxConcurrentStreams(-1),
                () -> Fault.oversizedBody(10),
                () -> Fault.oversizedBody(1 << 30),
                () -> Fault.closeAfter(0),
                () -> Fault.goAwayAfter(0),
                () -> Fault.halfOpen(-1),
                () -> Fault.qps(-1),
                () -> Fault.qps(1, Duration.ofMillis(999)))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFaultKnowsItsName() {
        assertThat(List.of(
                                Fault.status(500),
                                Fault.code("81000001", ""),
                                Fault.of(200, "81000001", ""),
                                Fault.refuseTokens("noRight", Set.of()),
                                Fault.stall(true),
                                Fault.slow(Duration.ZERO),
                                Fault.reset(true),
                                Fault.refusedStream(),
                                Fault.goAway(GoAway.REFUSED),
                                Fault.maxConcurrentStreams(1),
                                Fault.http1Only(),
                                Fault.goAwayAfter(1),
                                Fault.clockSkew(Duration.ZERO),
                                Fault.qps(1))
                        .stream()
                        .map(Fault::name))
                .containsExactly(
                        "status",
                        "code",
                        "of",
                        "refuseTokens",
                        "stall",
                        "slow",
                        "reset",
                        "refusedStream",
                        "goAway",
                        "maxConcurrentStreams",
                        "http1Only",
                        "goAwayAfter",
                        "clockSkew",
                        "qps");
    }
}
