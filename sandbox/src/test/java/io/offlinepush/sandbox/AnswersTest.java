package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.offlinepush.sandbox.TestSender.Result;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens sorted into good and bad, scripted answers, and the life of a sandbox. */
class AnswersTest {
    private SandboxFixture fixture;
    private TestSender sender;
    private SimulatedPhone alice;
    private SimulatedPhone bob;

    @BeforeEach
    void start() throws Exception {
        fixture = new SandboxFixture();
        sender = fixture.sender();
        alice = fixture.sandbox.phone("alice");
        bob = fixture.sandbox.phone("bob");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "never issued", "IQAAA"})
    void anUnknownTokenIsRefusedAndTheOthersAreServed(String unknown) throws Exception {
        Result result = sender.send(alert(alice.getToken(), unknown, bob.getToken()));
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.code()).isEqualTo("80100000");
        JsonNode msg = TestSender.JSON.readTree(result.msg());
        assertThat(msg.get("success").intValue()).isEqualTo(2);
        assertThat(msg.get("failure").intValue()).isEqualTo(1);
        assertThat(msg.get("illegalTokens").toString()).isEqualTo("{\"tokenFormatError\":[\"" + unknown + "\"]}");
        assertThat(alice.tray()).hasSize(1);
        assertThat(bob.tray()).hasSize(1);
    }

    @Test
    void unknownTokensOnlyAreAllInvalid() throws Exception {
        Result result = sender.send(alert("x", "y"));
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.code()).isEqualTo("80300007");
        assertThat(TestSender.JSON.readTree(result.msg()))
                .isEqualTo(TestSender.JSON.readTree(
                        "{\"failure\":2,\"illegalTokens\":{\"tokenFormatError\":[\"x\",\"y\"]}}"));
    }

    @Test
    void refusedTokensGetNothingAndTheReasonsAreKeptApart() throws Exception {
        fixture.sandbox.answerNext(Answer.refuseTokens("noRight", Set.of(bob.getToken())));
        Result result = sender.send(alert(alice.getToken(), bob.getToken(), "x"));
        assertThat(result.code()).isEqualTo("80100000");
        JsonNode illegal = TestSender.JSON.readTree(result.msg()).get("illegalTokens");
        assertThat(illegal.get("noRight").get(0).textValue()).isEqualTo(bob.getToken());
        assertThat(illegal.get("tokenFormatError").get(0).textValue()).isEqualTo("x");
        assertThat(alice.tray()).hasSize(1);
        assertThat(bob.shown()).isEmpty();
        assertThat(sender.send(alert(bob.getToken())).code()).isEqualTo("80000000");
    }

    @Test
    void allRefusedTokensAreAllInvalid() throws Exception {
        fixture.sandbox.answerNext(Answer.refuseTokens("noPushTypeRight", token -> true));
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80300007");
        assertThat(alice.shown()).isEmpty();
    }

    @Test
    void refusedTokensDoNotExcuseABadRequest() throws Exception {
        fixture.sandbox.answerNext(Answer.refuseTokens("noRight", token -> true));
        assertThat(sender.send(alert()).code()).isEqualTo("80300010");
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
    }

    @Test
    void aPredicateThatFailsIsAnInnerError() throws Exception {
        fixture.sandbox.answerNext(Answer.refuseTokens("noRight", token -> {
            throw new IllegalStateException("the test's own fault");
        }));
        Result result = sender.send(alert(alice.getToken()));
        assertThat(result.code()).isEqualTo("81000001");
        assertThat(result.status()).isEqualTo(500);
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aStatusComesWithoutABodyAndDeliversNothing(Version version) throws Exception {
        fixture.sandbox.answerNext(Answer.status(503));
        Result result = fixture.sender(version).send(alert(alice.getToken()));
        assertThat(result.status()).isEqualTo(503);
        assertThat(result.code()).isEmpty();
        assertThat(alice.shown()).isEmpty();
        assertThat(fixture.sandbox.requests()).singleElement().satisfies(seen -> {
            assertThat(seen.httpStatus()).isEqualTo(503);
            assertThat(seen.code()).isEmpty();
            assertThat(seen.jwtVerified()).isTrue();
            assertThat(seen.tokenCount()).isEqualTo(1);
        });
    }

    @Test
    void scriptedAnswersComeInOrderAndThenEnd() throws Exception {
        fixture.sandbox.answerNext(2, Answer.code("81000001", "Inner Error."));
        fixture.sandbox.answerNext(Answer.of(418, "99999999", "?"));
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("81000001");
        assertThat(sender.send(alert(alice.getToken())).status()).isEqualTo(500);
        Result third = sender.send(alert(alice.getToken()));
        assertThat(third.status()).isEqualTo(418);
        assertThat(third.code()).isEqualTo("99999999");
        assertThat(third.msg()).isEqualTo("?");
        assertThat(sender.send(alert(alice.getToken())).code()).isEqualTo("80000000");
        assertThat(alice.shown()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "80000000, 200",
        "80100000, 200",
        "80100001, 400",
        "80100022, 400",
        "80200001, 401",
        "80200005, 401",
        "80300002, 200",
        "80300008, 200",
        "81000001, 500"
    })
    void aCodeComesWithItsStatus(String code, int status) throws Exception {
        fixture.sandbox.answerNext(Answer.code(code, "m"));
        assertThat(sender.send(alert(alice.getToken())).status()).isEqualTo(status);
    }

    @Test
    void scriptsThatCannotBePlayedAreRefused() {
        assertThatThrownBy(() -> fixture.sandbox.answerNext(0, Answer.status(500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answer.status(199)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answer.status(600)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answer.code("", "m")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answer.refuseTokens("", t -> true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        PushKitSandbox.Builder builder = PushKitSandbox.builder();
        assertThatThrownBy(() -> builder.projectId("p1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.projectId("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.keyBits(2047)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.keyBits(8193)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.iatTolerance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theServiceAccountFileHasItsDocumentedMembers() throws Exception {
        JsonNode file = TestSender.JSON.readTree(fixture.sandbox.serviceAccountJson());
        assertThat(file.fieldNames())
                .toIterable()
                .containsExactly(
                        "project_id",
                        "key_id",
                        "private_key",
                        "sub_account",
                        "auth_uri",
                        "token_uri",
                        "auth_provider_cert_uri",
                        "client_cert_uri");
        assertThat(file.get("private_key").textValue()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void nothingSecretIsPrinted() throws Exception {
        String bearer = fixture.bearer().substring(0, 20);
        sender.send(alert(alice.getToken()));
        String printed = String.join(
                "\n",
                fixture.sandbox.toString(),
                alice.toString(),
                alice.tray().toString(),
                fixture.sandbox.requests().toString(),
                Answer.refuseTokens("noRight", Set.of(alice.getToken())).toString(),
                Answer.code("80300007", alice.getToken()).toString());
        assertThat(printed)
                .contains("80000000", "alice", "noRight")
                .doesNotContain(alice.getToken())
                .doesNotContain("Hi")
                .doesNotContain(bearer);
        assertThat(fixture.sandbox.requests().get(0).body()).contains(alice.getToken());
    }

    @Test
    void closingTwiceIsFineAndWhatWasSeenStays() throws Exception {
        sender.send(alert(alice.getToken()));
        fixture.sandbox.close();
        fixture.sandbox.close();
        assertThat(alice.tray()).hasSize(1);
        assertThat(fixture.sandbox.requests()).hasSize(1);
        assertThatThrownBy(() -> sender.send(alert(alice.getToken()))).isInstanceOf(IOException.class);
    }

    @Test
    void itsThreadsAreNamedDaemonsThatEnd() throws Exception {
        sender.send(alert(alice.getToken()));
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("push-kit-sandbox-"))
                .toList();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
        fixture.close();
        for (Thread thread : threads) {
            thread.join(60_000); // close() saw the loop end; the thread itself needs a moment more
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
