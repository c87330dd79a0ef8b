package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.PushConfig;
import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.testkit.ManualRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 8, with everything that Netty and the JDK log at TRACE. */
@Timeout(120)
class SecretsTest {

    private static final String TITLE = "title-k3Vq81";
    private static final String TEXT = "text-m9Xw42";
    private static final String PAYLOAD = "payload-p5Zt67";
    private static final String FENCE = "ZmVuY2UtcThZcjM0LWZlbmNl";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("no token, bearer, key, text, payload or fence is logged, shown or thrown, whatever happens")
    void nothing(boolean http1Only) throws Exception {
        TraceLog log = new TraceLog();
        StringBuilder said = new StringBuilder();
        String key;
        String token;
        try (TestEnvironment environment = new TestEnvironment();
                PushKitSandbox sandbox = PushKitSandbox.builder()
                        .clock(environment.clock())
                        .http1Only(http1Only)
                        .start()) {
            key = sandbox.serviceAccountJson().replaceAll("(?s).*BEGIN PRIVATE KEY-----\\\\n(.{40}).*", "$1");
            token = sandbox.phone("bob").getToken();
            TestRequest request = TestRequest.of(PushConfig.of(TITLE, TEXT).withPayload(PAYLOAD), token);
            PushProvider provider = Opened.provider(sandbox, environment, "profileFence", FENCE);
            said.append(provider).append(Opened.verdicts(provider, request));
            for (Answer answer : new Answer[] {
                Answer.refuseTokens("tokenFormatError", Set.of(token)),
                Answer.refuseTokens("noRight", Set.of(token)),
                Answer.status(401),
                Answer.code("80300002", token),
                Answer.of(200, "80300007", token),
                Answer.status(503)
            }) {
                sandbox.answerNext(answer);
                said.append(Opened.verdicts(provider, request));
            }
            sandbox.answerNext(2, Answer.status(401));
            said.append(Opened.verdicts(provider, request));
            sandbox.answerNext(Answer.of(200, "80100000", token));
            provider.push(request)
                    .handle((verdicts, failure) -> said.append(verdicts).append(failure))
                    .toCompletableFuture()
                    .join();
            provider.close();
        }
        said.append(new String(log.since(), StandardCharsets.UTF_8));

        assertThat(said)
                .contains("connection to localhost")
                .contains("refused with 80300007")
                .contains("io.netty")
                .doesNotContain(token, key, TITLE, TEXT, PAYLOAD, FENCE, "Bearer ey");
        // A JWT begins with the base64 of {"kid": and Netty might log it as a dump of bytes.
        assertThat(said).doesNotContain("eyJraWQ").doesNotContain("65 79 4a 72 61 57 51");
        assertThat(key).hasSize(40);
    }

    @Test
    @DisplayName("an alarm is raised once a minute for each subject, whatever the load")
    void alarms() {
        TraceLog log = new TraceLog();
        ManualRuntime runtime = new ManualRuntime();
        List<String> told = new ArrayList<>();
        Alarms alarms = new Alarms(runtime.ticker(), (subject, text) -> told.add(subject + ": " + text));
        for (int i = 0; i < 1000; i++) {
            alarms.raise("subject-one", "text");
            alarms.raise("subject-two", "text");
        }
        runtime.elapse(Duration.ofMinutes(1));
        alarms.raise("subject-one", "text");
        String logged = new String(log.since(), StandardCharsets.UTF_8);
        assertThat(logged.split("subject-one", -1)).hasSize(3);
        assertThat(logged.split("subject-two", -1)).hasSize(2);
        assertThat(told).containsExactly("subject-one: text", "subject-two: text", "subject-one: text");
        for (int i = 0; i < 1000; i++) {
            alarms.raise("subject " + i, "flood");
        }
        assertThat(new String(log.since(), StandardCharsets.UTF_8).split("flood", -1))
                .hasSizeLessThanOrEqualTo(257);
    }
}
