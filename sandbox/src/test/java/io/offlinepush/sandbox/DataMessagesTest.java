package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offlinepush.sandbox.TestSender.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** push-type 6 and 10. */
class DataMessagesTest {
    private static final String CALL = "{\"scene\":\"voice\"}";

    private SandboxFixture fixture;
    private TestSender sender;
    private SimulatedPhone alice;

    @BeforeEach
    void start() throws Exception {
        fixture = new SandboxFixture();
        sender = fixture.sender();
        alice = fixture.sandbox.phone("alice");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private ObjectNode data() {
        ObjectNode body = alert(alice.getToken());
        body.putObject("payload").put("extraData", CALL);
        return body;
    }

    private Result send(int pushType, ObjectNode body) throws Exception {
        sender.headers.put("push-type", Integer.toString(pushType));
        return sender.send(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10})
    void eachIsRecordedAlsoARepeatAndNothingIsShown(int pushType) throws Exception {
        Result first = send(pushType, data());
        assertThat(first.code()).isEqualTo("80000000");
        assertThat(send(pushType, data()).code()).isEqualTo("80000000");
        assertThat(alice.dataMessages()).hasSize(2).first().satisfies(message -> {
            assertThat(message.pushType()).isEqualTo(pushType);
            assertThat(message.extraData()).isEqualTo(CALL);
            assertThat(message.requestId()).isEqualTo(first.requestId());
            assertThat(message.receivedAt()).isEqualTo(fixture.clock.instant());
            assertThat(message.toString()).doesNotContain("voice");
        });
        assertThat(alice.shown()).isEmpty();
        assertThat(alice.badge()).isZero();
    }

    @Test
    void itsTtlHoldsWhileThePhoneIsOffline() throws Exception {
        alice.networkOff();
        ObjectNode body = data();
        TestSender.set(body, "pushOptions.ttl", "30");
        send(10, body);
        send(6, data());
        fixture.clock.advance(Duration.ofSeconds(30));
        alice.networkOn();
        assertThat(alice.dataMessages()).extracting(DataMessage::pushType).containsExactly(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 | payload.extraData | ''",
                "10 | payload.extraData | ''",
                "6 | payload.extraData | '\"\"'",
                "10 | payload.extraData | '{\"scene\":\"voice\"}'",
                "6 | payload.extraData | 1",
                "10 | payload.extraData | null",
                "10 | payload.proxyData | '\"ENABLE\"'",
                "6 | payload.proxyData | '\"enable\"'",
                "6 | payload.proxyData | true",
                "6 | payload.notification | '{}'",
                "10 | payload.notification | '{}'",
                "10 | payload.category | '\"VOIP\"'",
                "6 | pushOptions.backgroundMode | 2",
                "10 | pushOptions.backgroundMode | 0",
                "6 | payload | ''",
                "10 | payload | []",
            })
    void theRulesOfItsPayload(int pushType, String path, String json) throws Exception {
        ObjectNode body = data();
        TestSender.set(body, path, json);
        Result result = send(pushType, body);
        assertThat(result.code()).isEqualTo("80100003");
        assertThat(result.msg()).contains(path);
        assertThat(alice.dataMessages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 | payload.proxyData | '\"ENABLE\"'",
                "6 | pushOptions.backgroundMode | 1",
                "10 | pushOptions.ttl | 30",
                "10 | pushOptions.biTag | '\"call-1\"'",
            })
    void whatElseItMayHave(int pushType, String path, String json) throws Exception {
        ObjectNode body = data();
        TestSender.set(body, path, json);
        assertThat(send(pushType, body).code()).isEqualTo("80000000");
    }

    @Test
    void itsSizeIsLimitedTheSameWay() throws Exception {
        ObjectNode body = data();
        int rest = body.toString().length() - alice.getToken().length() - 2 - CALL.length() - 4; // escaped quotes
        body.putObject("payload").put("extraData", "x".repeat(4096 - rest));
        assertThat(send(10, body).code()).isEqualTo("80000000");
        body.putObject("payload").put("extraData", "x".repeat(4097 - rest));
        assertThat(send(10, body).code()).isEqualTo("80300008");
    }
}
