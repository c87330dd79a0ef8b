package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alertWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offlinepush.sandbox.TestSender.Result;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/{clientId}/messages:revoke}. */
class RevokeTest {
    private SandboxFixture fixture;
    private TestSender sender;
    private TestSender revoker;
    private SimulatedPhone alice;
    private SimulatedPhone bob;

    @BeforeEach
    void start() throws Exception {
        fixture = new SandboxFixture();
        sender = fixture.sender();
        revoker = fixture.sender();
        revoker.path = "/v1/100000001/messages:revoke";
        alice = fixture.sandbox.phone("alice");
        bob = fixture.sandbox.phone("bob");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void push(SimulatedPhone phone, int notifyId) throws Exception {
        ObjectNode body = alertWith(phone.getToken(), "payload.notification.notifyId", Integer.toString(notifyId));
        TestSender.set(body, "payload.notification.badge.addNum", "1");
        TestSender.set(body, "payload.notification.appMessageId", "\"m" + notifyId + "\"");
        assertThat(sender.send(body).code()).isEqualTo("80000000");
    }

    private Result revoke(int notifyId, String... tokens) throws Exception {
        ObjectNode body = TestSender.JSON.createObjectNode().put("notifyId", notifyId);
        for (String token : tokens) {
            body.withArray("token").add(token);
        }
        return revoker.send(body);
    }

    @Test
    void takesTheNotificationAwayAndLeavesTheBadge() throws Exception {
        push(alice, 7);
        push(alice, 8);
        push(bob, 7);
        Result result = revoke(7, alice.getToken(), bob.getToken());
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.code()).isEqualTo("80000000");
        assertThat(result.msg()).isEqualTo("Success");
        assertThat(alice.tray()).extracting(Notification::notifyId).containsExactly(8);
        assertThat(bob.tray()).isEmpty();
        assertThat(alice.badge()).isEqualTo(2);
        assertThat(alice.shown()).hasSize(2);
        push(alice, 7);
        assertThat(alice.timesShown("m7")).as("the appMessageId stays known").isEqualTo(1);
        assertThat(fixture.sandbox.requests())
                .filteredOn(seen -> seen.path().equals(revoker.path))
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.tokenCount()).isEqualTo(2);
                    assertThat(seen.delivered()).isTrue();
                });
    }

    @Test
    void whatWasNotDeliveredIsCancelled() throws Exception {
        push(alice, 7);
        alice.networkOff();
        push(alice, 8);
        push(alice, 9);
        assertThat(revoke(8, alice.getToken()).code()).isEqualTo("80000000");
        assertThat(revoke(7, alice.getToken()).code()).isEqualTo("80000000");
        alice.networkOn();
        assertThat(alice.tray()).extracting(Notification::notifyId).containsExactly(7, 9);
    }

    @Test
    void whatWasTappedOrNeverThereIsNoError() throws Exception {
        push(alice, 7);
        alice.tap(alice.tray().get(0));
        assertThat(revoke(7, alice.getToken()).code()).isEqualTo("80000000");
        assertThat(revoke(99, alice.getToken()).code()).isEqualTo("80000000");
        String dead = alice.getToken();
        alice.reinstall();
        push(alice, 7);
        assertThat(revoke(7, dead).code()).isEqualTo("80000000");
        assertThat(alice.tray()).hasSize(1);
    }

    @Test
    void malformedTokensAreListedAndTheOthersServed() throws Exception {
        push(alice, 7);
        Result result = revoke(7, "x", alice.getToken());
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.code()).isEqualTo("80100020");
        JsonNode msg = TestSender.JSON.readTree(result.msg());
        assertThat(msg.get("illegalTokens").toString()).isEqualTo("{\"tokenFormatError\":[\"x\"]}");
        assertThat(alice.tray()).isEmpty();
        assertThat(revoke(7, "x").code()).isEqualTo("80300007");
    }

    @Test
    void aTokenOfAnotherAppSpoilsTheRequest() throws Exception {
        push(alice, 7);
        try (SandboxFixture other = new SandboxFixture()) {
            String stranger = other.sandbox.phone("eve").getToken();
            assertThat(revoke(7, alice.getToken(), stranger).code()).isEqualTo("80300028");
        }
        assertThat(alice.tray()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "6", "10", "alert"})
    void thePushTypeMustBeThere(String pushType) throws Exception {
        revoker.headers.remove("push-type");
        if (!pushType.isEmpty()) {
            revoker.headers.put("push-type", pushType);
        }
        Result result = revoke(7, alice.getToken());
        assertThat(result.code()).isEqualTo("80100003");
        assertThat(result.msg()).isEqualTo("Illegal payload, The header does not contain valid push-type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 80300032",
                "{\"notifyId\":1} | 80300032",
                "{\"token\":[\"T\"]} | 80300032",
                "{\"notifyId\":1,\"token\":[]} | 80300010",
                "{\"notifyId\":-1,\"token\":[\"T\"]} | 80100003",
                "{\"notifyId\":2147483648,\"token\":[\"T\"]} | 80100003",
                "{\"notifyId\":\"1\",\"token\":[\"T\"]} | 80100003",
                "{\"notifyId\":1,\"token\":\"T\"} | 80100003",
                "{\"notifyId\":1,\"token\":[\"T\",\"T\"]} | 80100003",
                "{\"notifyId\":1,\"target\":{\"token\":[\"T\"]}} | 80100003",
                "{\"notifyId\":1,\"token\":[\"T\"],\"payload\":{}} | 80100003",
                "[] | 80100003",
                "{ | 80100003",
            })
    void theRulesOfItsBody(String body, String code) throws Exception {
        byte[] utf8 = body.replace("T", alice.getToken()).getBytes(StandardCharsets.UTF_8);
        assertThat(revoker.send(utf8).code()).isEqualTo(code);
    }

    @Test
    void aThousandTokensAreTheMost() throws Exception {
        String tokens = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> "\"" + fixture.sandbox.phone("p" + i).getToken() + "\"")
                .collect(Collectors.joining(","));
        byte[] tooMany = ("{\"notifyId\":1,\"token\":[" + tokens + "]}").getBytes(StandardCharsets.UTF_8);
        assertThat(revoker.send(tooMany).code()).isEqualTo("80300010");
        String fewer = tokens.substring(0, tokens.lastIndexOf(','));
        byte[] most = ("{\"notifyId\":1,\"token\":[" + fewer + "]}").getBytes(StandardCharsets.UTF_8);
        assertThat(revoker.send(most).code()).isEqualTo("80000000");
    }

    @Test
    void theClientInThePathIsTheApps() throws Exception {
        revoker.path = "/v1/" + TestSender.PROJECT + "/messages:revoke";
        assertThat(revoke(7, alice.getToken()).code()).isEqualTo("80300002");
        try (PushKitSandbox other =
                PushKitSandbox.builder().appClientId("5").clock(fixture.clock).start()) {
            TestSender its = new TestSender(
                    other,
                    java.net.http.HttpClient.Version.HTTP_2,
                    new TestJwt(other.serviceAccountJson(), fixture.clock.instant()).sign());
            its.path = "/v1/5/messages:revoke";
            byte[] body = ("{\"notifyId\":1,\"token\":[\"" + other.phone("a").getToken() + "\"]}")
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(its.send(body).code()).isEqualTo("80000000");
        }
    }

    @Test
    void theBearerIsCheckedFirst() throws Exception {
        revoker.headers.put("Authorization", "Bearer x");
        assertThat(revoke(7, alice.getToken()).code()).isEqualTo("80200001");
    }

    @Test
    void faultsHitItToo() throws Exception {
        push(alice, 7);
        fixture.sandbox.faults().next(Fault.reset(false)).next(Fault.status(503));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> revoke(7, alice.getToken()))
                .isInstanceOf(java.io.IOException.class);
        assertThat(revoke(7, alice.getToken()).status()).isEqualTo(503);
        assertThat(alice.tray()).hasSize(1);
    }
}
