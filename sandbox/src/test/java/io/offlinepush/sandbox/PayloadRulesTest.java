package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static io.offlinepush.sandbox.TestSender.alertWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offlinepush.sandbox.TestSender.Result;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each field and range of an alert message, from both sides. {@code N.} stands for {@code payload.notification.} */
class PayloadRulesTest {
    private static SandboxFixture fixture;
    private static TestSender sender;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SandboxFixture();
        sender = fixture.sender();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String full(String path) {
        return path.replaceFirst("^N\\.", "payload.notification.");
    }

    private static String token() {
        return fixture.sandbox.phone("alice").getToken();
    }

    @Test
    void theSmallestAlertIsAccepted() throws Exception {
        Result result = sender.send(alert(token()));
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.code()).isEqualTo("80000000");
        assertThat(result.msg()).isEqualTo("Success");
        assertThat(result.requestId()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payload | ''",
                "payload | []",
                "payload | null",
                "payload.data | '\"x\"'",
                "payload.notification | ''",
                "payload.notification | '\"x\"'",
                "target | ''",
                "target | []",
                "target.token | ''",
                "target.token | '\"x\"'",
                "target.token | '{}'",
                "target.profileId | '\"x\"'",
                "pushOptions | []",
                "pushOptions | null",
                "pushOptions.priority | 1",
                "pushOptions.testMessage | '\"true\"'",
                "pushOptions.testMessage | 1",
                "pushOptions.ttl | 1296001",
                "pushOptions.ttl | 86400.0",
                "pushOptions.ttl | 1e3",
                "pushOptions.ttl | '\"86400\"'",
                "pushOptions.ttl | true",
                "pushOptions.ttl | null",
                "pushOptions.ttl | 99999999999999999999999999",
                "pushOptions.biTag | '\"12345678901234567890123456789012345678901234567890123456789012345\"'",
                "pushOptions.biTag | '\"你你你你你你你你你你你你你你你你你你你你你你\"'",
                "pushOptions.biTag | 1",
                "pushOptions.receiptId | '\"\"'",
                "pushOptions.receiptId | 7",
                "pushOptions.collapseKey | -2",
                "pushOptions.collapseKey | 101",
                "pushOptions.collapseKey | '\"1\"'",
                "pushOptions.backgroundMode | 0",
                "message | '{}'",
                "N.category | ''",
                "N.category | '\"im\"'",
                "N.category | '\"CUSTOMER_SERVICE\"'",
                "N.category | '\"\"'",
                "N.category | 1",
                "N.title | ''",
                "N.title | '\"\"'",
                "N.title | 5",
                "N.title | null",
                "N.title | '\"\\ud83d\"'",
                "N.body | ''",
                "N.body | '\"\"'",
                "N.body | []",
                "N.clickAction | ''",
                "N.clickAction | 0",
                "N.clickAction | '{\"actionType\":1}'",
                "N.clickAction | '{\"actionType\":1,\"action\":\"\",\"uri\":\"\"}'",
                "N.clickAction.actionType | ''",
                "N.clickAction.actionType | 2",
                "N.clickAction.actionType | 3",
                "N.clickAction.actionType | 5",
                "N.clickAction.actionType | -1",
                "N.clickAction.actionType | '\"0\"'",
                "N.clickAction.action | 1",
                "N.clickAction.uri | []",
                "N.clickAction.data | '\"{}\"'",
                "N.clickAction.data | []",
                "N.clickAction.intent | '\"x\"'",
                "N.image | '\"http://example.org/a.png\"'",
                "N.image | '\"a.png\"'",
                "N.image | '\"https://\"'",
                "N.image | '\"https://exa mple.org\"'",
                "N.image | '\"\"'",
                "N.image | 1",
                "N.overlayIcon | '\"http://example.org/a.png\"'",
                "N.style | 2",
                "N.style | 4",
                "N.style | -1",
                "N.style | '\"0\"'",
                "N.bigTitle | ''",
                "N.inboxContent | '[\"1\",\"2\",\"3\",\"4\"]'",
                "N.inboxContent | []",
                "N.inboxContent | '\"1\"'",
                "N.inboxContent | '[1]'",
                "N.notifyId | -2",
                "N.notifyId | 2147483648",
                "N.notifyId | '\"1\"'",
                "N.notifyId | 1.5",
                "N.appMessageId | '\"\"'",
                "N.appMessageId | '\"12345678901234567890123456789012345678901234567890123456789012345\"'",
                "N.appMessageId | '\"a.b\"'",
                "N.appMessageId | '\"消息\"'",
                "N.appMessageId | 1",
                "N.profileId | '\"12345678901234567890123456789012345678901234567890123456789012345\"'",
                "N.profileId | '\"\"'",
                "N.profileId | 1",
                "N.badge | 1",
                "N.badge.addNum | 0",
                "N.badge.addNum | 100",
                "N.badge.addNum | -1",
                "N.badge.addNum | '\"1\"'",
                "N.badge.setNum | -1",
                "N.badge.setNum | 100",
                "N.badge.setNum | 1.0",
                "N.badge.num | 1",
                "N.sound | '\"\"'",
                "N.sound | '\"alert\"'",
                "N.sound | '\"alert.ogg\"'",
                "N.sound | true",
                "N.soundDuration | 0",
                "N.soundDuration | 61",
                "N.soundDuration | 30",
                "N.foregroundShow | '\"false\"'",
                "N.foregroundShow | 0",
                "N.foregroundShow | null",
                "N.priorityScene | '\"ME\"'",
                "N.priorityScene | 1",
                "N.slotType | 1",
                "N.importance | '\"HIGH\"'",
                "N.notifyID | 1",
            })
    void refusedNamingTheMember(String path, String json) throws Exception {
        ObjectNode body = alert(token());
        if (path.equals("N.bigTitle") && json.isEmpty()) {
            TestSender.set(body, full("N.style"), "1"); // which needs it
        }
        TestSender.set(body, full(path), json);
        int before = fixture.sandbox.phone("alice").shown().size();
        Result result = sender.send(body);
        assertThat(result.status()).isEqualTo(400);
        assertThat(result.code()).isEqualTo("80100003");
        assertThat(result.msg()).matches("Illegal payload, " + Pattern.quote(full(path)) + "(\\[[0-9]+])? .+");
        assertThat(fixture.sandbox.phone("alice").shown()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pushOptions | {}",
                "pushOptions.testMessage | true",
                "pushOptions.testMessage | false",
                "pushOptions.ttl | 1",
                "pushOptions.ttl | 1296000",
                "pushOptions.biTag | '\"\"'",
                "pushOptions.biTag | '\"1234567890123456789012345678901234567890123456789012345678901234\"'",
                "pushOptions.biTag | '\"你你你你你你你你你你你你你你你你你你你你你1\"'",
                "pushOptions.receiptId | '\"r-1\"'",
                "pushOptions.collapseKey | -1",
                "pushOptions.collapseKey | 0",
                "pushOptions.collapseKey | 100",
                "N.category | '\"IM\"'",
                "N.category | '\"VOIP\"'",
                "N.category | '\"MISS_CALL\"'",
                "N.category | '\"SUBSCRIPTION\"'",
                "N.category | '\"TRAVEL\"'",
                "N.category | '\"HEALTH\"'",
                "N.category | '\"WORK\"'",
                "N.category | '\"ACCOUNT\"'",
                "N.category | '\"EXPRESS\"'",
                "N.category | '\"FINANCE\"'",
                "N.category | '\"DEVICE_REMINDER\"'",
                "N.category | '\"MAIL\"'",
                "N.category | '\"MARKETING\"'",
                "N.title | '\"\\ud83d\\ude00\"'",
                "N.clickAction | '{\"actionType\":1,\"action\":\"com.example.open\"}'",
                "N.clickAction | '{\"actionType\":1,\"uri\":\"chat://room/1\"}'",
                "N.clickAction.data | {}",
                "N.clickAction.data | '{\"room\":\"42\",\"deep\":{\"n\":[1,2.50,null,true]}}'",
                "N.image | '\"https://example.org/a.png\"'",
                "N.image | '\"HTTPS://example.org/a.png?x=1\"'",
                "N.overlayIcon | '\"https://example.org/a.png\"'",
                "N.style | 0",
                "N.bigTitle | '\"T\"'",
                "N.inboxContent | '[\"1\"]'",
                "N.inboxContent | '[\"1\",\"2\",\"3\"]'",
                "N.notifyId | -1",
                "N.notifyId | 0",
                "N.notifyId | 2147483647",
                "N.appMessageId | '\"a\"'",
                "N.appMessageId | '\"Aa0+/=-_ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"'",
                "N.profileId | '\"1234567890123456789012345678901234567890123456789012345678901234\"'",
                "N.badge | {}",
                "N.badge.addNum | 1",
                "N.badge.addNum | 99",
                "N.badge.setNum | 0",
                "N.badge.setNum | 99",
                "N.sound | '\"alert.mp3\"'",
                "N.sound | '\"alert.WAV\"'",
                "N.foregroundShow | true",
                "N.foregroundShow | false",
                "N.priorityScene | '\"PRIMARY_CONTACT\"'",
                "N.priorityScene | '\"AT_ME\"'",
                "N.priorityScene | '\"URGENT_MESSAGE\"'",
                "N.priorityScene | '\"SCHEDULE_REMINDER\"'",
            })
    void acceptedAtTheBoundary(String path, String json) throws Exception {
        Result result = sender.send(alertWith(token(), full(path), json));
        assertThat(result.msg()).isEqualTo("Success");
        assertThat(result.code()).isEqualTo("80000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-2147483648"})
    void aTtlThatIsOverAlreadyHasItsOwnCode(String ttl) throws Exception {
        Result result = sender.send(alertWith(token(), "pushOptions.ttl", ttl));
        assertThat(result.code()).isEqualTo("80100004");
        assertThat(result.msg()).isEqualTo("Illegal expire time.");
    }

    @Test
    void styleOneNeedsBigTextAndStyleThreeNeedsLines() throws Exception {
        ObjectNode big = alertWith(token(), full("N.style"), "1");
        TestSender.set(big, full("N.bigTitle"), "\"T\"");
        assertThat(sender.send(big).msg()).contains("payload.notification.bigBody is missing");
        TestSender.set(big, full("N.bigBody"), "\"B\"");
        assertThat(sender.send(big).code()).isEqualTo("80000000");

        ObjectNode inbox = alertWith(token(), full("N.style"), "3");
        assertThat(sender.send(inbox).msg()).contains("payload.notification.inboxContent is missing");
        TestSender.set(inbox, full("N.inboxContent"), "[\"" + "x".repeat(1024) + "\"]");
        assertThat(sender.send(inbox).code()).isEqualTo("80000000");
        TestSender.set(inbox, full("N.inboxContent"), "[\"" + "x".repeat(1025) + "\"]");
        assertThat(sender.send(inbox).msg()).contains("payload.notification.inboxContent must");
    }

    @Test
    void soundDurationNeedsASound() throws Exception {
        ObjectNode body = alertWith(token(), full("N.sound"), "\"a.mp3\"");
        TestSender.set(body, full("N.soundDuration"), "60");
        assertThat(sender.send(body).code()).isEqualTo("80000000");
    }

    @Test
    void overlayIconIsForSocialCategoriesOnly() throws Exception {
        ObjectNode body = alertWith(token(), full("N.overlayIcon"), "\"https://example.org/a.png\"");
        TestSender.set(body, full("N.category"), "\"WORK\"");
        assertThat(sender.send(body).msg()).contains("payload.notification.overlayIcon is for");
    }

    @Test
    void voiceBroadcastNeedsAnotherPushType() throws Exception {
        Result result = sender.send(alertWith(token(), full("N.category"), "\"PLAY_VOICE\""));
        assertThat(result.code()).isEqualTo("80300007");
        assertThat(result.msg()).contains("\"notSupportPlayVoice\":[\"" + token() + "\"]");
    }

    @Test
    void duplicateMembersAreRefused() throws Exception {
        String twice = alert(token()).toString().replace("\"title\":\"Alice\"", "\"title\":\"A\",\"title\":\"B\"");
        assertThat(sender.send(twice.getBytes(StandardCharsets.UTF_8)).code()).isEqualTo("80100003");
    }

    @Test
    void tokenCountIsOneToAThousand() throws Exception {
        assertThat(sender.send(alert()).code()).isEqualTo("80300010");
        assertThat(sender.send(alert(tokens(1000))).code()).isEqualTo("80000000");
        assertThat(sender.send(alert(tokens(1001))).code()).isEqualTo("80300010");
    }

    @Test
    void aTestMessageHasAtMostTenTokens() throws Exception {
        ObjectNode ten = alert(tokens(10));
        TestSender.set(ten, "pushOptions.testMessage", "true");
        assertThat(sender.send(ten).code()).isEqualTo("80000000");
        ObjectNode eleven = alert(tokens(11));
        TestSender.set(eleven, "pushOptions.testMessage", "true");
        assertThat(sender.send(eleven).code()).isEqualTo("80300030");
    }

    @Test
    void theSameTokenTwiceIsRefusedWithoutQuotingIt() throws Exception {
        Result result = sender.send(alert(token(), token()));
        assertThat(result.code()).isEqualTo("80100003");
        assertThat(result.msg()).contains("target.token ").doesNotContain(token());
    }

    @Test
    void sizeCountsUtf8BytesWithoutTokensAndWithoutWhiteSpace() throws Exception {
        int empty = alert().toString().getBytes(StandardCharsets.UTF_8).length;
        int room = 4096 - empty + "Hi".length();
        assertSize("x".repeat(room), "80000000");
        assertSize("x".repeat(room + 1), "80300008");
        assertSize("你".repeat(room / 3) + "x".repeat(room % 3), "80000000");
        assertSize("你".repeat(room / 3 + 1), "80300008");
    }

    private static void assertSize(String text, String code) throws Exception {
        ObjectNode body = alert(tokens(20));
        TestSender.set(body, full("N.body"), "\"" + text + "\"");
        assertThat(sender.send(body.toPrettyString().getBytes(StandardCharsets.UTF_8))
                        .code())
                .isEqualTo(code);
    }

    private static String[] tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> fixture.sandbox.phone("phone-" + i).getToken())
                .toArray(String[]::new);
    }
}
