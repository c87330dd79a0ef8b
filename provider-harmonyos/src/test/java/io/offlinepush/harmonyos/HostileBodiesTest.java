package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies that no gateway should send: each still has a meaning, and none costs a token or makes a success. */
class HostileBodiesTest {

    // As long as Push Kit's: what an answer gives in place of a code or an id is shown if it is as short as those are.
    private static final String TOKEN_A = "TOKEN_A" + "a".repeat(105);
    private static final String TOKEN_B = "TOKEN_B" + "b".repeat(105);
    private static final List<Target> TARGETS =
            List.of(TestRequest.target("a", TOKEN_A), TestRequest.target("b", TOKEN_B));

    private static final int[] STATUSES = {200, 200, 200, 200, 400, 401, 403, 404, 500, 503, 204, 302, 599};

    private static final String[] BODIES = {
        FrameServer.SUCCESS,
        "{\"code\":\"80100000\",\"msg\":\"{\\\"illegalTokens\\\":{\\\" tokenFormatError \\\":[\\\"" + TOKEN_B
                + "\\\"]}," + "\\\"success\\\":1,\\\"failure\\\":1}\",\"requestId\":\"169000000001701\"}",
        "{\"code\":\"80300007\",\"msg\":\"{\\\"failure\\\":2,\\\"illegalTokens\\\":{\\\"noRight\\\":[\\\"" + TOKEN_A
                + "\\\"," + "\\\"" + TOKEN_B + "\\\"]}}\",\"requestId\":\"169000000001702\"}",
        "{\"code\":80300007,\"msg\":{\"illegalTokens\":{\"noRight\":[\"" + TOKEN_A + "\"]}}}",
        "{\"code\":\"80100003\",\"msg\":\"Illegal payload, badge addNum value ranges from 1 to 99\"}",
        "",
        "<html><body>502 Bad Gateway</body></html>"
    };

    private static final String[] SPICE = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ":",
        ",",
        "\u0000",
        "\\u0000",
        "\\ud800",
        "null",
        "true",
        "-0",
        "1e999999",
        "8.0E7",
        "9".repeat(1200),
        "[".repeat(1100),
        "{\"a\":".repeat(1100),
        "\"code\":\"80000000\",",
        "illegalTokens",
        "\"illegalTokens\":{\"tokenFormatError\":[\"" + TOKEN_A + "\"]}",
        "\\\"illegalTokens\\\":",
        "\ufeff",
        "/*",
        "x".repeat(3000)
    };

    @Test
    @DisplayName("80,000 spoiled bodies (8 million under -Pfull)")
    void spoiled() {
        Cases.run(80_000, HostileBodiesTest::one);
    }

    private static void one(Random random) {
        String original = BODIES[random.nextInt(BODIES.length)];
        byte[] body = Cases.spoiled(random, original.getBytes(StandardCharsets.UTF_8), SPICE);
        int status = STATUSES[random.nextInt(STATUSES.length)];

        Answer answer = Answer.parse(status, body);

        assertPlain(answer.code(), 16);
        assertPlain(answer.requestId(), 64);
        check(answer.refused() == null || answer.refused().size() <= body.length, "bounded");
        String shown = answer.toString();
        check(!shown.contains(TOKEN_A) && !shown.contains(TOKEN_B), "toString shows a token");
        Verdicts meaning = Verdicts.of(answer);
        if (meaning == Verdicts.UNREADABLE) {
            return;
        }
        List<Verdict> verdicts = meaning.verdicts(answer, TARGETS, Optional.empty(), "");
        check(verdicts.size() == 2, "a verdict for each target");
        for (Verdict verdict : verdicts) {
            assertPlain(verdict.answer().code().replace(' ', '-'), 81);
            if (verdict instanceof Verdict.Accepted) {
                check(status == 200 || meaning == Verdicts.SOME_REFUSED, "accepted on another status");
            }
            if (verdict instanceof Verdict.TokenInvalid) {
                String text = new String(body, StandardCharsets.UTF_8);
                check(text.contains("token") || text.contains("\\u"), "a token lost for nothing");
            }
        }
    }

    private static void assertPlain(String text, int most) {
        check(text.length() <= most && text.chars().allMatch(c -> c > ' ' && c < 0x7f), "not one short line");
    }

    private static void check(boolean right, String what) {
        assertThat(right).as(what).isTrue();
    }
}
