package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table, as bytes in and verdicts out. */
class VerdictsTest {

    private static final List<Target> TARGETS =
            List.of(TestRequest.target("a", "TOKEN_A"), TestRequest.target("b", "TOKEN_B"));

    private static String shown(Verdict verdict) {
        if (verdict instanceof Verdict.Rejected rejected) {
            return "REJECTED " + rejected.cause();
        }
        if (verdict instanceof Verdict.RetryLater later) {
            return later.after() == null ? "LATER" : "LATER " + later.after();
        }
        if (verdict instanceof Verdict.AppRefused) {
            return "APP REFUSED";
        }
        return verdict instanceof Verdict.Accepted ? "ACCEPTED" : "TOKEN INVALID";
    }

    private static List<Verdict> verdicts(int status, String body) {
        Answer answer = Answer.parse(status, body.getBytes(StandardCharsets.UTF_8));
        return Verdicts.of(answer).verdicts(answer, TARGETS, Optional.empty(), "");
    }

    private static String body(String code, String msg) {
        return "{\"code\":\"" + code + "\",\"msg\":" + msg + ",\"requestId\":\"17\"}";
    }

    /** Reasons in JSON in a string, for one token. */
    private static String refusing(String reason) {
        return "\"{\\\"failure\\\":1,\\\"illegalTokens\\\":{\\\"" + reason + "\\\":[\\\"TOKEN_A\\\"]}}\"";
    }

    @ParameterizedTest
    @CsvSource({
        "80000000, ACCEPTED, 200",
        "80000001, LATER, 200 400 500",
        "80100001, REJECTED MESSAGE, 200 400",
        "80100003, REJECTED MESSAGE, 200 400",
        "80100004, REJECTED MESSAGE, 200 400",
        "80100013, REJECTED MESSAGE, 200 400",
        "80100016, REJECTED MESSAGE, 200 400",
        "80100017, REJECTED MESSAGE, 200 400",
        "80100018, REJECTED MESSAGE, 200 400",
        "80100022, REJECTED MESSAGE, 200 400",
        "80300002, APP REFUSED, 200 400 403 404",
        "80300008, REJECTED MESSAGE, 200 400 413",
        "80300010, REJECTED MESSAGE, 200 400",
        "80300011, REJECTED APP, 200 400",
        "80300013, REJECTED APP, 200 400",
        "80300017, REJECTED APP, 200 400",
        "80300028, REJECTED APP, 200 400",
        "80300029, LATER PT10M, 200 400",
        "80300030, REJECTED MESSAGE, 200 400",
        "80300032, REJECTED APP, 200 400",
        "80300036, APP REFUSED, 200 400 403",
        "80300037, APP REFUSED, 200 400 403",
        "81000001, LATER, 200 400 500",
        "80300006, REJECTED UNKNOWN, 200 400 403",
        "99999999, REJECTED UNKNOWN, 200 400 302 418"
    })
    @DisplayName("4.3, 4.4: each code, on whichever status it comes")
    void codes(String code, String verdict, String statuses) {
        for (String status : statuses.split(" ", -1)) {
            assertThat(verdicts(Integer.parseInt(status), body(code, "\"text\"")))
                    .hasSize(2)
                    .allSatisfy(it -> {
                        assertThat(shown(it)).isEqualTo(verdict);
                        assertThat(it.answer()).isEqualTo(new VendorAnswer(code, "17"));
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80200001", "80200003", "80200005", "80600003"})
    @DisplayName("4.3, 4.4: each code that asks for another bearer; if that is refused too, the app is")
    void authentication(String code) {
        for (int status : new int[] {200, 400, 401, 403}) {
            Answer answer = Answer.parse(status, body(code, "\"text\"").getBytes(StandardCharsets.UTF_8));
            assertThat(Verdicts.of(answer)).isEqualTo(Verdicts.NOT_AUTHENTICATED);
            assertThat(Verdicts.of(answer).verdicts(answer, TARGETS, Optional.empty(), ""))
                    .extracting(VerdictsTest::shown)
                    .containsOnly("APP REFUSED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED MESSAGE",
        "401, APP REFUSED",
        "403, APP REFUSED",
        "404, APP REFUSED",
        "413, REJECTED MESSAGE",
        "429, LATER",
        "500, LATER",
        "502, LATER",
        "503, LATER",
        "504, LATER",
        "302, REJECTED UNKNOWN",
        "405, REJECTED UNKNOWN",
        "501, REJECTED UNKNOWN"
    })
    @DisplayName("4.2: each status without a code that can be read")
    void statuses(int status, String verdict) {
        for (String body : List.of("", "<html>", "{}", "{\"code\":8.0E7}")) {
            assertThat(verdicts(status, body)).hasSize(2).allSatisfy(it -> {
                assertThat(shown(it)).isEqualTo(verdict);
                assertThat(it.answer().code()).isEqualTo("HTTP " + status);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    @DisplayName("4.2: a status that asks for patience is believed, whatever the code")
    void patience(int status) {
        for (String code : List.of("80000000", "80100003", "80300037", "80300007", "99999999")) {
            assertThat(verdicts(status, body(code, "\"text\"")))
                    .extracting(VerdictsTest::shown)
                    .containsOnly("LATER");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tokenFormatError, TOKEN INVALID",
        "tokenPlatformNotSupport, TOKEN INVALID",
        "noPushTypeRight, REJECTED APP",
        "noRight, REJECTED APP",
        "atomicUnableSendUnsubscribedMsg, REJECTED APP",
        "countryNotSupport, REJECTED APP",
        "disableSendHuaweiMsgBecauseOfPenalty, REJECTED APP",
        "differentImgVerifyPolicy, REJECTED APP",
        "appinfoError, REJECTED APP",
        "noRightToSendThisLiveNotificationEvent, REJECTED APP",
        "notSupportPlayVoice, REJECTED APP",
        "somethingNew, REJECTED UNKNOWN",
        "TOKENFORMATERROR, REJECTED UNKNOWN"
    })
    @DisplayName("4.6: each reason, in a partial success (80100020 where 4.4 has it) and in a total failure; the code "
            + "says it too")
    void reasons(String reason, String verdict) {
        for (int status : new int[] {200, 400}) {
            List<Verdict> some = verdicts(status, body("80100000", refusing(reason)));
            assertThat(some).extracting(VerdictsTest::shown).containsExactly(verdict, "ACCEPTED");
            assertThat(some.get(0).answer()).isEqualTo(new VendorAnswer("80100000 " + reason, "17"));
            assertThat(some.get(1).answer()).isEqualTo(new VendorAnswer("80100000", "17"));
            assertThat(verdicts(status, body("80100020", refusing(reason))))
                    .extracting(VerdictsTest::shown)
                    .containsExactly(verdict, "ACCEPTED");
            List<Verdict> all = verdicts(status, body("80300007", refusing(" " + reason + " ")));
            assertThat(all).extracting(VerdictsTest::shown).containsExactly(verdict, "REJECTED APP");
            assertThat(all.get(0).answer().code()).isEqualTo("80300007 " + reason);
        }
    }

    @Test
    @DisplayName("4.6: a refusal of the app that names tokens is about those tokens; an 80300007 that names none is "
            + "not about the app")
    void aboutTokens() {
        assertThat(verdicts(200, body("80300002", refusing("noPushTypeRight"))))
                .extracting(VerdictsTest::shown)
                .containsExactly("REJECTED APP", "REJECTED APP");
        assertThat(verdicts(200, body("80300002", refusing("tokenFormatError"))))
                .extracting(VerdictsTest::shown)
                .containsExactly("TOKEN INVALID", "REJECTED APP");
        assertThat(verdicts(200, body("80300007", "\"All the tokens are invalid.\"")))
                .extracting(VerdictsTest::shown)
                .containsOnly("REJECTED APP");
    }

    @Test
    @DisplayName("a reason that is no word is not shown, and costs no token")
    void strangeReason() {
        List<Verdict> all = verdicts(200, body("80300007", refusing("to ken")));
        assertThat(all.get(0).answer().code()).isEqualTo("80300007");
        assertThat(shown(all.get(0))).isEqualTo("REJECTED UNKNOWN");
        assertThat(verdicts(200, body("80300007", refusing("x".repeat(65))))
                        .get(0)
                        .answer()
                        .code())
                .isEqualTo("80300007");
    }

    @Test
    @DisplayName("how long to wait, where the server says so; test messages wait long in any case")
    void told() {
        Answer busy = new Answer(503, "", "", null);
        assertThat(Verdicts.of(busy).verdicts(busy, TARGETS, Optional.of(Duration.ofSeconds(7)), ""))
                .extracting(VerdictsTest::shown)
                .containsOnly("LATER PT7S");
        Answer test = new Answer(200, "80300029", "", null);
        assertThat(Verdicts.of(test).verdicts(test, TARGETS, Optional.of(Duration.ofSeconds(7)), ""))
                .extracting(VerdictsTest::shown)
                .containsOnly("LATER PT10M");
        assertThat(Verdicts.of(test).verdicts(test, TARGETS, Optional.of(Duration.ofHours(1)), ""))
                .extracting(VerdictsTest::shown)
                .containsOnly("LATER PT1H");
    }
}
