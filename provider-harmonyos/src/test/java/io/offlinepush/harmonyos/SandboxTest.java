package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.PushConfig;
import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.Fault;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SeenRequest;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the strict gateway, over HTTP/2. {@link Http1SandboxTest} repeats it over HTTP/1.1. */
@Timeout(120)
class SandboxTest {

    final TestEnvironment environment = new TestEnvironment();
    PushKitSandbox sandbox;
    PushProvider provider;

    @BeforeEach
    void open() {
        sandbox = start(PushKitSandbox.builder().clock(environment.clock()));
        provider = Opened.provider(sandbox, environment);
    }

    @AfterEach
    void close() {
        provider.close();
        sandbox.close();
        environment.close();
        assertThat(environment.manual.scheduled()).as("tasks left behind").isZero();
    }

    PushKitSandbox start(PushKitSandbox.Builder builder) {
        return builder.start();
    }

    String protocol() {
        return "HTTP/2";
    }

    int mostConnections() {
        return 1;
    }

    private SeenRequest last() {
        List<SeenRequest> requests = sandbox.requests();
        return requests.get(requests.size() - 1);
    }

    @Test
    @DisplayName("a phone shows what was pushed, and the verdict has the vendor's code and id")
    void shown() throws Exception {
        SimulatedPhone phone = sandbox.phone("bob");
        PushConfig content = PushConfig.of("Alice \"A\"", "在吗? 👋\n")
                .withPayload("{\"room\":42}")
                .withBadge(3);

        Verdict verdict = Opened.verdict(provider, TestRequest.of(content, phone.getToken()));

        assertThat(verdict).isEqualTo(new Verdict.Accepted(new VendorAnswer("80000000", last().requestId())));
        assertThat(phone.tray()).singleElement().satisfies(shown -> {
            assertThat(shown.title()).isEqualTo("Alice \"A\"");
            assertThat(shown.body()).isEqualTo("在吗? 👋\n");
            assertThat(shown.notifyId()).isNotNegative();
            assertThat(shown.appMessageId()).isEqualTo(TestRequest.messageId(1) + "-0");
            assertThat(shown.data()).contains("\"payload\":\"{\\\"room\\\":42}\"");
        });
        assertThat(phone.badge()).isEqualTo(3);
        assertThat(last().protocol()).isEqualTo(protocol());
        assertThat(last().jwtVerified()).isTrue();
        assertThat(last().path()).isEqualTo("/v3/300000000000000001/messages:send");
    }

    @Test
    @DisplayName("rule 6: a repetition is shown once")
    void repeated() throws Exception {
        SimulatedPhone phone = sandbox.phone("bob");

        Opened.verdict(provider, TestRequest.to(phone.getToken()));
        Opened.verdict(provider, TestRequest.to(phone.getToken()));

        assertThat(phone.shown()).hasSize(1);
        assertThat(sandbox.requests()).hasSize(2);
    }

    @Test
    @DisplayName("one connection carries everything")
    void reused() throws Exception {
        String token = sandbox.phone("bob").getToken();
        for (int i = 0; i < 20; i++) {
            Opened.verdict(provider, TestRequest.to(token));
        }
        assertThat(sandbox.requests()).extracting(SeenRequest::connection).containsOnly(1);
    }

    @Test
    @DisplayName("more pushes at once than the server takes: they queue, and all succeed on no more connections than "
            + "allowed")
    void queued() throws Exception {
        String token = sandbox.phone("bob").getToken();
        List<CompletableFuture<List<Verdict>>> pushes = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            pushes.add(provider.push(TestRequest.to(token)).toCompletableFuture());
        }
        for (CompletableFuture<List<Verdict>> push : pushes) {
            assertThat(push.get(60, TimeUnit.SECONDS)).hasOnlyElementsOfType(Verdict.Accepted.class);
        }
        assertThat(sandbox.requests().stream().mapToInt(SeenRequest::connection).distinct())
                .hasSizeBetween(1, mostConnections());
    }

    @Test
    @DisplayName("rule 4: 1,000 tokens in one request, refusals attributed to the tokens that they name")
    void thousand() throws Exception {
        String[] tokens = new String[1000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = sandbox.phone("phone" + i).getToken();
        }
        sandbox.answerNext(Answer.refuseTokens("tokenFormatError", Set.of(tokens[3], tokens[999])));
        List<Verdict> verdicts = Opened.verdicts(provider, TestRequest.to(tokens));

        assertThat(verdicts).hasSize(1000);
        for (int i = 0; i < tokens.length; i++) {
            assertThat(verdicts.get(i))
                    .isInstanceOf(i == 3 || i == 999 ? Verdict.TokenInvalid.class : Verdict.Accepted.class);
        }
        assertThat(last().tokenCount()).isEqualTo(1000);

        sandbox.answerNext(Answer.refuseTokens("noRight", Set.of(tokens[5])));
        verdicts = Opened.verdicts(provider, TestRequest.to(tokens));
        assertThat(verdicts.get(5))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.cause()).isEqualTo(Cause.APP));
        assertThat(verdicts.get(6)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    @DisplayName("a token that nobody was given is invalid")
    void unknownToken() throws Exception {
        assertThat(Opened.verdict(provider, TestRequest.to("nonsense"))).isInstanceOf(Verdict.TokenInvalid.class);
    }

    @Test
    @DisplayName("refused authentication: a fresh bearer, once, through leave again")
    void fresh() throws Exception {
        String token = sandbox.phone("bob").getToken();
        for (Answer refusal : List.of(
                Answer.status(401), Answer.of(200, "80200005", "Jwt token expired."), Answer.code("80200001", ""))) {
            TestRequest request = TestRequest.to(token);
            sandbox.answerNext(refusal);
            assertThat(Opened.verdict(provider, request)).isInstanceOf(Verdict.Accepted.class);
            assertThat(request.attempts).hasValue(2);
        }
        assertThat(sandbox.requests()).hasSize(6);
    }

    @Test
    @DisplayName("authentication that is refused twice refuses the app, and the token stays")
    void refusedTwice() throws Exception {
        String token = sandbox.phone("bob").getToken();
        sandbox.answerNext(3, Answer.status(401));
        for (int i = 0; i < 2; i++) {
            assertThat(Opened.verdict(provider, TestRequest.to(token))).isInstanceOf(Verdict.AppRefused.class);
        }
        // The second push cost no signature and no second request: its bearer was a replacement already.
        assertThat(sandbox.requests()).hasSize(3);
        assertThat(Opened.verdict(provider, TestRequest.to(token))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    @DisplayName("a bearer is renewed ahead of time, and again and again")
    void renewed() throws Exception {
        String token = sandbox.phone("bob").getToken();
        for (int i = 0; i < 10; i++) {
            assertThat(Opened.verdict(provider, TestRequest.to(token))).isInstanceOf(Verdict.Accepted.class);
            environment.advance(Duration.ofMinutes(20));
        }
        assertThat(sandbox.requests()).extracting(SeenRequest::httpStatus).containsOnly(200);
    }

    @Test
    @DisplayName("what the vendor says, as verdicts")
    void table() throws Exception {
        String token = sandbox.phone("bob").getToken();
        for (int status : new int[] {429, 500, 502, 503, 504}) {
            sandbox.answerNext(Answer.status(status));
            assertThat(Opened.verdict(provider, TestRequest.to(token)))
                    .isEqualTo(new Verdict.RetryLater(
                            null,
                            new VendorAnswer("HTTP " + status, ""),
                            (status == 429 || status == 503 ? "Push Kit's flow control: " : "trouble at Push Kit: ")
                                    + "HTTP "
                                    + status));
        }
        for (String code : List.of("80100001", "80100003", "80100004", "80300008", "80300010")) {
            sandbox.answerNext(Answer.code(code, "no"));
            assertRejected(Cause.MESSAGE, code, token);
        }
        sandbox.answerNext(Answer.code("80300002", "no"));
        assertThat(Opened.verdict(provider, TestRequest.to(token))).isInstanceOf(Verdict.AppRefused.class);
        sandbox.answerNext(Answer.code("80300007", "All the tokens are invalid."));
        assertRejected(Cause.APP, "80300007", token);
        sandbox.answerNext(Answer.code("12345678", "no"));
        assertRejected(Cause.UNKNOWN, "12345678", token);
        sandbox.answerNext(Answer.code("81000001", "Inner Error."));
        assertThat(Opened.verdict(provider, TestRequest.to(token))).isInstanceOf(Verdict.RetryLater.class);
    }

    private void assertRejected(Cause cause, String code, String token) throws Exception {
        assertThat(Opened.verdict(provider, TestRequest.to(token)))
                .isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
                    assertThat(rejected.cause()).isEqualTo(cause);
                    assertThat(rejected.answer().code()).isEqualTo(code);
                    assertThat(rejected.answer().requestId()).isEqualTo(last().requestId());
                });
    }

    @Test
    @DisplayName("rule 3: what may not leave is not sent")
    void held() throws Exception {
        TestRequest request = TestRequest.to(sandbox.phone("bob").getToken());
        request.mayLeave = false;
        Opened.assertNotSent(Opened.verdict(provider, request));
        assertThat(request.attempts).hasValue(1);

        TestRequest late = TestRequest.to(sandbox.phone("bob").getToken());
        late.timeLeft = Duration.ofMillis(999);
        Opened.assertNotSent(Opened.verdict(provider, late));
        assertThat(late.attempts).hasValue(0);
        assertThat(sandbox.requests()).isEmpty();
    }

    @Test
    @DisplayName("the ttl is what is left, at most 15 days")
    void ttl() throws Exception {
        TestRequest request = TestRequest.to(sandbox.phone("bob").getToken());
        request.timeLeft = Duration.ofDays(20);
        assertThat(Opened.verdict(provider, request)).isInstanceOf(Verdict.Accepted.class);
        assertThat(last().body()).contains("\"ttl\":1296000,");
        request.timeLeft = Duration.ofMillis(1999);
        assertThat(Opened.verdict(provider, request)).isInstanceOf(Verdict.Accepted.class);
        assertThat(last().body()).contains("\"ttl\":1,");
    }

    @Test
    @DisplayName("a fence names the user, and a request has one target")
    void fenced() throws Exception {
        provider.close();
        provider = Opened.provider(sandbox, environment, "profileFence", "c2l4dGVlbiBieXRlcyBvciBtb3Jl");
        assertThat(provider.maxTargets()).isEqualTo(1);
        Target bob = TestRequest.target("bob", sandbox.phone("bob").getToken());
        Target carol = TestRequest.target("carol", "nonsense");

        assertThat(Opened.verdict(provider, to(bob))).isInstanceOf(Verdict.Accepted.class);
        // printf bob | openssl dgst -sha256 -hmac 'sixteen bytes or more' -binary | base64 | tr '+/' '-_' | tr -d =
        assertThat(last().body()).contains("\"profileId\":\"" + BOB + "\"");
        assertThat(Opened.verdict(provider, to(carol))).isInstanceOf(Verdict.TokenInvalid.class);
        assertThat(last().body()).contains("\"profileId\":\"").doesNotContain(BOB);
        assertThatThrownBy(() -> provider.push(to(bob, carol)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a push has 1 to 1 targets, found 2");
    }

    @Test
    @DisplayName("with a fence one lost answer of 200 is one target's, and nobody else is pushed again")
    void lostAnswer() throws Exception {
        provider.close();
        provider = Opened.provider(sandbox, environment, "profileFence", "c2l4dGVlbiBieXRlcyBvciBtb3Jl");
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            targets.add(
                    TestRequest.target("user" + i, sandbox.phone("phone" + i).getToken()));
        }
        // The core divides a push like this.
        List<CompletableFuture<List<Verdict>>> pushes = new ArrayList<>();
        for (int from = 0; from < targets.size(); from += provider.maxTargets()) {
            if (from == 100) {
                sandbox.faults().next(Fault.reset(true));
            }
            Target[] some = targets.subList(from, Math.min(200, from + provider.maxTargets()))
                    .toArray(Target[]::new);
            pushes.add(provider.push(to(some)).toCompletableFuture());
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (CompletableFuture<List<Verdict>> push : pushes) {
            verdicts.addAll(push.get(60, TimeUnit.SECONDS));
        }
        assertThat(verdicts).hasSize(200);
        assertThat(verdicts.stream().filter(Verdict.Accepted.class::isInstance)).hasSize(199);
        assertThat(verdicts.stream().filter(Verdict.Unknown.class::isInstance)).hasSize(1);
    }

    private static TestRequest to(Target... targets) {
        return new TestRequest(TestRequest.notification(1, PushConfig.of("t", "b")), List.of(targets));
    }

    static final String BOB = "c-jgnzC8dmZh5QsesUvYNul53uSJZBqJjnK4O1-6jGw";

    @Test
    @DisplayName("rule 7: after close nothing is pushed, and the thread is gone")
    void closed() throws Exception {
        TestRequest request = TestRequest.to(sandbox.phone("bob").getToken());
        Opened.verdict(provider, request);
        provider.close();
        provider.close();

        Opened.assertNotSent(Opened.verdict(provider, request));
        assertThat(sandbox.requests()).hasSize(1);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("offline-push-harmonyos-")) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("a connection that died is replaced with the next push")
    void replaced() throws Exception {
        String token = sandbox.phone("bob").getToken();
        Opened.verdict(provider, TestRequest.to(token));
        sandbox.close();
        // Whether it notices before the write or not: a push that was not taken is never accepted.
        Verdict verdict = Opened.verdict(provider, TestRequest.to(token));
        if (verdict instanceof Verdict.Unknown unknown) {
            assertThat(unknown.cause()).contains("the connection ended");
        } else {
            assertThat(verdict).isInstanceOf(Verdict.RetryLater.class);
        }
        Opened.assertNotSent(Opened.verdict(provider, TestRequest.to(token)));
    }

    @Test
    @DisplayName("a push for another app, or for nobody, is the caller's mistake")
    void mistakes() {
        assertThatThrownBy(() -> provider.push(TestRequest.to())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("1,000 tokens refused in one answer, for different reasons: each gets its own")
    void thousandRefused() throws Exception {
        String[] reasons = {"tokenFormatError", "noRight", "somethingNew", "tokenPlatformNotSupport"};
        String[] tokens = new String[1000];
        Map<String, String> reasonByToken = new HashMap<>();
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = sandbox.phone("phone" + i).getToken();
            reasonByToken.put(tokens[i], reasons[i % 4]);
        }
        sandbox.answerNext(Answer.refuseTokens(reasonByToken));

        List<Verdict> verdicts = Opened.verdicts(provider, TestRequest.to(tokens));

        assertThat(verdicts).hasSize(1000);
        for (int i = 0; i < tokens.length; i++) {
            VendorAnswer said = new VendorAnswer("80300007 " + reasons[i % 4], last().requestId());
            assertThat(verdicts.get(i))
                    .isEqualTo(
                            switch (i % 4) {
                                case 1 -> new Verdict.Rejected(Cause.APP, said);
                                case 2 -> new Verdict.Rejected(Cause.UNKNOWN, said);
                                default -> new Verdict.TokenInvalid(said);
                            });
        }
    }

    @Test
    @DisplayName("a server that takes 20 ms for each: nothing is lost")
    void slowServer() throws Exception {
        sandbox.faults().share(1, 1, Fault.slow(Duration.ofMillis(20)));
        String token = sandbox.phone("bob").getToken();
        List<CompletableFuture<List<Verdict>>> pushes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pushes.add(provider.push(TestRequest.to(token)).toCompletableFuture());
        }
        for (CompletableFuture<List<Verdict>> push : pushes) {
            assertThat(push.get(60, TimeUnit.SECONDS)).hasOnlyElementsOfType(Verdict.Accepted.class);
        }
    }

    @Test
    @DisplayName("Retry-After is passed on")
    void retryAfter() throws Exception {
        sandbox.faults().onGateway(Fault.qps(0, Duration.ofSeconds(7)));
        assertThat(Opened.verdict(provider, TestRequest.to(sandbox.phone("bob").getToken())))
                .isEqualTo(new Verdict.RetryLater(
                        Duration.ofSeconds(7), new VendorAnswer("HTTP 503", ""), "Push Kit's flow control: HTTP 503"));
    }

    @Test
    @DisplayName("a clock that is wrong is named in the alarm, with code and request")
    void clock() throws Exception {
        TraceLog log = new TraceLog();
        sandbox.faults().onGateway(Fault.clockSkew(Duration.ofHours(2)));
        Verdict verdict =
                Opened.verdict(provider, TestRequest.to(sandbox.phone("bob").getToken()));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.AppRefused.class,
                        refused -> assertThat(refused.cause()).contains("7200 s behind"));
        assertThat(new String(log.since(), StandardCharsets.UTF_8))
                .contains(
                        "refused with " + verdict.answer().code(),
                        "set this machine's clock: it is 7200 s behind the server's",
                        "request " + verdict.answer().requestId());
    }
}
