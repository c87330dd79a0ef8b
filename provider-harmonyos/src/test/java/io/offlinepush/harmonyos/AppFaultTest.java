package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.Fault;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SeenRequest;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the tables (sections 4.2 to 4.6) call the app's fault, from the wire to the alarm: nobody's token is to blame,
 * and somebody has to mend it in AppGallery Connect.
 */
@Timeout(120)
class AppFaultTest {

    private static final String SUBJECT = "harmonyos/com.example.chat refused with ";
    private static final String MEND = "look at the app's rights, project and service account in AppGallery Connect";

    private final TestEnvironment environment = new TestEnvironment();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private PushKitSandbox sandbox;
    private PushProvider provider;
    private String token;

    @BeforeEach
    void open() {
        sandbox = PushKitSandbox.builder().clock(environment.clock()).start();
        token = sandbox.phone("bob").getToken();
        Settings settings = Opened.settings(Map.of(
                "apps." + TestRequest.APP + ".serviceAccount",
                sandbox.serviceAccountJson(),
                "url",
                sandbox.url().toString(),
                "trustedCa",
                sandbox.caPem()));
        provider = new HarmonyOsProvider()
                .pushProvider(new ProviderContext(
                        settings, environment, (subject, text) -> alarms.add(subject + ": " + text)))
                .orElseThrow();
    }

    @AfterEach
    void close() {
        provider.close();
        sandbox.close();
        environment.close();
    }

    private Verdict push() throws Exception {
        return Opened.verdict(provider, TestRequest.to(token));
    }

    private String requestId() {
        List<SeenRequest> seen = sandbox.requests();
        return seen.get(seen.size() - 1).requestId();
    }

    /** The token speaks for the phone as before: what is pushed next shows. */
    private void assertTokenKept() throws Exception {
        assertThat(push()).isInstanceOf(Verdict.Accepted.class);
        assertThat(sandbox.phone("bob").getToken()).isEqualTo(token);
        assertThat(sandbox.phone("bob").shown()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80300007", "80300011", "80300013", "80300017", "80300028", "80300032"})
    @DisplayName("4.3, 4.4: each code that is the app's fault")
    void codes(String code) throws Exception {
        sandbox.answerNext(Answer.of(200, code, "text"));
        assertThat(push()).isEqualTo(new Verdict.Rejected(Cause.APP, new VendorAnswer(code, requestId())));
        assertThat(alarms).containsExactly(SUBJECT + code + ": " + MEND + "; request " + requestId());
        assertTokenKept();
    }

    @ParameterizedTest
    @CsvSource({
        "80300002, has no right to push",
        "80300036, valid too long by Push Kit's clock",
        "80300037, as a penalty",
        "HTTP 403, denies the app access",
        "HTTP 404, does not know the project"
    })
    @DisplayName("4.2, 4.3: each code and status that refuses the app itself, with what to do")
    void appRefused(String code, String why) throws Exception {
        sandbox.answerNext(
                code.startsWith("HTTP")
                        ? Answer.status(Integer.parseInt(code.substring("HTTP ".length())))
                        : Answer.of(200, code, "text"));
        Verdict.AppRefused refused = refused(push());
        assertThat(refused.answer().code()).isEqualTo(code);
        assertThat(refused.cause()).contains(why).endsWith(": " + MEND);
        assertThat(alarms)
                .containsExactly(SUBJECT + code + ": " + MEND + "; request "
                        + refused.answer().requestId());
        assertTokenKept();
    }

    private static Verdict.AppRefused refused(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.AppRefused.class);
        return (Verdict.AppRefused) verdict;
    }

    @ParameterizedTest
    @ValueSource(strings = {"80200001", "80200003", "80200005", "80600003", "HTTP 401"})
    @DisplayName("4.2 to 4.4: authentication that is refused with a fresh bearer too; once is nobody's business")
    void authentication(String code) throws Exception {
        Answer refusal = code.startsWith("HTTP") ? Answer.status(401) : Answer.of(200, code, "text");
        sandbox.answerNext(refusal);
        assertThat(push()).isInstanceOf(Verdict.Accepted.class);
        assertThat(alarms).isEmpty();
        environment.advance(Duration.ofSeconds(10));

        sandbox.answerNext(2, refusal);
        Verdict.AppRefused refused = refused(push());
        assertThat(refused.answer().code()).isEqualTo(code);
        assertThat(refused.cause()).isEqualTo("Push Kit does not accept the service account: " + MEND);
        assertThat(alarms).singleElement().asString().startsWith(SUBJECT + code + ": " + MEND + "; request ");
        assertTokenKept();
    }

    @Test
    @DisplayName("a clock that differs from the server's Date is named when authentication fails, and only then")
    void clock() throws Exception {
        sandbox.faults().onGateway(Fault.clockSkew(Duration.ofHours(-2)));
        assertThat(refused(push()).cause()).endsWith("it is 7200 s ahead of the server's");
        assertThat(alarms)
                .singleElement()
                .asString()
                .contains("set this machine's clock: it is 7200 s ahead of the server's");
        sandbox.answerNext(Answer.of(200, "80300002", "text"));
        assertThat(refused(push()).cause()).doesNotContain("clock");
        assertThat(alarms).hasSize(2);
        assertThat(alarms.get(1)).doesNotContain("clock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noPushTypeRight",
                "noRight",
                "atomicUnableSendUnsubscribedMsg",
                "countryNotSupport",
                "disableSendHuaweiMsgBecauseOfPenalty",
                "differentImgVerifyPolicy",
                "appinfoError",
                "noRightToSendThisLiveNotificationEvent",
                "notSupportPlayVoice"
            })
    @DisplayName("4.6: each reason that is the app's fault, for some of the tokens and for all")
    void reasons(String reason) throws Exception {
        String other = sandbox.phone("carol").getToken();
        sandbox.answerNext(2, Answer.refuseTokens(reason, token::equals));
        List<Verdict> some = Opened.verdicts(provider, TestRequest.to(other, token));
        assertThat(some.get(0)).isInstanceOf(Verdict.Accepted.class);
        assertThat(some.get(1))
                .isEqualTo(new Verdict.Rejected(Cause.APP, new VendorAnswer("80100000 " + reason, requestId())));
        assertThat(alarms).containsExactly(SUBJECT + "80100000 " + reason + ": " + MEND + "; request " + requestId());

        assertThat(push())
                .isEqualTo(new Verdict.Rejected(Cause.APP, new VendorAnswer("80300007 " + reason, requestId())));
        assertThat(alarms).hasSize(2);
        assertThat(alarms.get(1)).startsWith(SUBJECT + "80300007 " + reason + ": ");
        assertTokenKept();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80000001",
                "80100001",
                "80100003",
                "80100004",
                "80100016",
                "80100022",
                "80300008",
                "80300010",
                "80300029",
                "80300030",
                "81000001"
            })
    @DisplayName("no alarm for trouble that passes, nor for the caller's mistakes: the verdict says them")
    void others(String code) throws Exception {
        sandbox.answerNext(Answer.of(200, code, "text"));
        assertThat(push()).isNotInstanceOf(Verdict.Accepted.class);
        assertThat(alarms).isEmpty();
        assertTokenKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 429, 500, 502, 503, 504})
    @DisplayName("no alarm for the same as HTTP statuses")
    void otherStatuses(int status) throws Exception {
        sandbox.answerNext(Answer.status(status));
        assertThat(push()).isNotInstanceOf(Verdict.Accepted.class);
        assertThat(alarms).isEmpty();
        assertTokenKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenFormatError", "tokenPlatformNotSupport"})
    @DisplayName("no alarm for a token that is dead")
    void deadTokens(String reason) throws Exception {
        sandbox.answerNext(Answer.refuseTokens(reason, token::equals));
        assertThat(push()).isInstanceOf(Verdict.TokenInvalid.class);
        assertThat(alarms).isEmpty();
    }

    @Test
    @DisplayName("an answer that the tables do not have is told too, with what it was")
    void unknown() throws Exception {
        sandbox.answerNext(Answer.of(200, "80300006", "text"));
        assertThat(push()).isInstanceOf(Verdict.Rejected.class);
        sandbox.answerNext(Answer.refuseTokens("somethingNew", token::equals));
        assertThat(push()).isInstanceOf(Verdict.Rejected.class);
        assertThat(alarms).hasSize(2);
        assertThat(alarms.get(0)).startsWith(SUBJECT + "80300006: this answer is not known here");
        assertThat(alarms.get(1)).startsWith(SUBJECT + "80300007 somethingNew: this answer is not known here");
        assertTokenKept();
    }
}
