package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final List<Target> TARGETS = List.of(
            TestRequest.target("a", "TOKEN_A"), TestRequest.target("b", "TOKEN_B"), TestRequest.target("c", "TOKEN_C"));

    private static Answer answer(int status, String body) {
        return Answer.parse(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> verdicts(String body) {
        Answer answer = answer(200, body);
        return Verdicts.of(answer).verdicts(answer, TARGETS, Optional.empty(), "").stream()
                .map(verdict -> verdict instanceof Verdict.Rejected rejected
                        ? rejected.cause().name()
                        : verdict.getClass().getSimpleName())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"80000000\"", "80000000", "\" 80000000 \""})
    @DisplayName("the code is text, also where it comes as a number")
    void code(String code) {
        Answer answer = answer(200, "{\"code\":" + code + ",\"msg\":\"Success\",\"requestId\":\"17\"}");
        assertThat(answer.code()).isEqualTo("80000000");
        assertThat(answer.requestId()).isEqualTo("17");
        assertThat(Verdicts.of(answer)).isEqualTo(Verdicts.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>busy</html>",
                "[]",
                "{}",
                "null",
                "{\"code\":\"80000000\"",
                "{\"code\":\"80000000\"} and more",
                "{\"code\":8e7,\"msg\":\"Success\"}",
                "{\"code\":null}",
                "{\"code\":{\"a\":1}}",
                "{\"code\":\"80100000\",\"msg\":\"Partial\"}",
                "{\"code\":\"80100000\",\"msg\":\"{\\\"illegalTokens\\\":{\"}",
                "{\"code\":\"80100000\",\"msg\":\"{\\\"success\\\":1}\"}",
                "{\"code\":\"80100020\",\"msg\":\"Check Parameter Partial Success\"}"
            })
    @DisplayName("a 200 that cannot be read is no success, and no refusal either")
    void unreadable(String body) {
        assertThat(Verdicts.of(answer(200, body))).isEqualTo(Verdicts.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 80000000, ACCEPTED",
        "400, 80000000, UNKNOWN",
        "503, 80000000, LATER",
        "503, 80100003, LATER",
        "200, 81000001, LATER",
        "401, 80300002, NOT_AUTHENTICATED",
        "400, 80200005, NOT_AUTHENTICATED",
        "200, 80200003, NOT_AUTHENTICATED",
        "400, 80100003, MESSAGE",
        "200, 80300037, APP_REFUSED",
        "200, 80300036, APP_REFUSED",
        "400, 99999999, UNKNOWN",
        "400, '', MESSAGE",
        "404, '', APP_REFUSED",
        "302, '', UNKNOWN",
    })
    @DisplayName("status and code together")
    void meaning(int status, String code, Verdicts meaning) {
        assertThat(Verdicts.of(new Answer(status, code, "", null))).isEqualTo(meaning);
    }

    @Test
    @DisplayName("partial success: only tokens that are named, and only reasons that are about the token")
    void partial() {
        assertThat(verdicts("{\"code\":\"80100000\",\"msg\":\"{\\\"illegalTokens\\\":{\\\" tokenFormatError \\\":"
                        + "[\\\"TOKEN_B\\\",\\\"SOMEBODY\\\"],\\\"noRight\\\":[\\\"TOKEN_C\\\"]},"
                        + "\\\"success\\\":1,\\\"failure\\\":2}\"}"))
                .containsExactly("Accepted", "TokenInvalid", "APP");
    }

    @Test
    @DisplayName("all refused: tokens that are not named are not to blame")
    void allRefused() {
        assertThat(verdicts("{\"msg\":\"{\\\"failure\\\":3,\\\"illegalTokens\\\":{\\\"tokenPlatformNotSupport\\\":"
                        + "[\\\"TOKEN_A\\\"],\\\"somethingNew\\\":[\\\"TOKEN_B\\\"]}}\",\"code\":80300007}"))
                .containsExactly("TokenInvalid", "UNKNOWN", "APP");
        assertThat(verdicts("{\"code\":\"80300007\",\"msg\":\"All the tokens are invalid\"}"))
                .containsExactly("APP", "APP", "APP");
        assertThat(verdicts("{\"code\":\"80300007\",\"msg\":{\"illegalTokens\":{\"tokenFormatError\":[\"TOKEN_C\"]}}}"))
                .containsExactly("APP", "APP", "TokenInvalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\\"tokenFormatError\\\":[\\\"TOKEN_A\\\"],\\\"noRight\\\":[\\\"TOKEN_A\\\"]}",
                "{\\\"noRight\\\":[\\\"TOKEN_A\\\"],\\\"tokenFormatError\\\":[\\\"TOKEN_A\\\"]}"
            })
    @DisplayName("a token under two reasons stays if one of them is not about it")
    void twoReasons(String illegal) {
        assertThat(verdicts("{\"code\":\"80300007\",\"msg\":\"{\\\"illegalTokens\\\":" + illegal + "}\"}"))
                .containsExactly("APP", "APP", "APP");
    }

    @Test
    @DisplayName("the old shape of HMS attributes nothing")
    void oldShape() {
        assertThat(verdicts("{\"code\":\"80300007\",\"msg\":\"{\\\"success\\\":0,\\\"failure\\\":3,"
                        + "\\\"illegal_tokens\\\":[\\\"TOKEN_A\\\"]}\"}"))
                .containsExactly("APP", "APP", "APP");
    }

    @Test
    @DisplayName("rule 8: ids that are not one short line are dropped, and toString shows no token")
    void shown() {
        Answer answer = answer(
                200,
                "{\"code\":\"80300007\",\"requestId\":\"a\\nb\",\"msg\":\"{\\\"illegalTokens\\\":{\\\"noRight\\\":"
                        + "[\\\"TOKEN_A\\\"]}}\"}");
        assertThat(answer.requestId()).isEmpty();
        assertThat(answer.toString()).doesNotContain("TOKEN_A");
        assertThat(answer(200, "{\"code\":\"1\",\"requestId\":\"" + "1".repeat(65) + "\"}")
                        .requestId())
                .isEmpty();
    }
}
