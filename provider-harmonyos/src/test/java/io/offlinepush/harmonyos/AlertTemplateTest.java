package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertTemplateTest {

    private static final List<Target> NOBODY = List.of();

    private static String json(Notification notification, @Nullable String profile, long ttl, List<Target> targets) {
        byte[] body =
                AlertTemplate.of(notification, profile != null).orElseThrow().body(profile, ttl, targets);
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String json(PushConfig content) {
        return json(TestRequest.notification(1, content), null, AlertTemplate.MOST_TTL, NOBODY);
    }

    private static int bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The values of a member's every occurrence, unescaped by somebody else. */
    private static List<String> values(String json, String name) throws Exception {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals(name)) {
                    parser.nextToken();
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }

    @Test
    @DisplayName("what the host did not name is left out")
    void withoutConversationAndSender() {
        Notification whole = TestRequest.notification(1, PushConfig.of("T", "B"));
        Notification bare = new Notification(
                whole.number(),
                whole.edition(),
                whole.part(),
                whole.messageId(),
                null,
                null,
                whole.storedAt(),
                whole.content(),
                whole.withBadge(),
                whole.replace());
        assertThat(json(bare, null, AlertTemplate.MOST_TTL, NOBODY))
                .contains("\"clickAction\":{\"actionType\":0,\"data\":{\"messageId\":\""
                        + bare.messageId().value() + "\"}}")
                .doesNotContain("conversation", "sender");
    }

    @Test
    @DisplayName("the whole text")
    void whole() {
        Notification notification = TestRequest.notification(
                0x1_8000_0005L,
                PushConfig.of("T", "B").withPayload("{\"a\":\"ü\"}").withBadge(7));
        String json = json(
                notification, "P", 60, List.of(TestRequest.target("bob", "one"), TestRequest.target("bob", "two")));
        assertThat(json)
                .isEqualTo("{\"payload\":{\"notification\":{\"category\":\"IM\",\"title\":\"T\",\"body\":\"B\","
                        + "\"clickAction\":{\"actionType\":0,\"data\":{\"messageId\":\"01JDH2Q6000000006442450949\","
                        + "\"conversationType\":0,\"conversationId\":\"alice\",\"senderId\":\"alice\","
                        + "\"payload\":\"{\\\"a\\\":\\\"ü\\\"}\"}},\"badge\":{\"addNum\":7},\"notifyId\":397197281,"
                        + "\"appMessageId\":\"01JDH2Q6000000006442450949-0\",\"profileId\":\"P\"}},"
                        + "\"pushOptions\":{\"ttl\":60,\"biTag\":\"6442450949.0.1772366400000\"},"
                        + "\"target\":{\"token\":[\"one\",\"two\"]}}");
    }

    @Test
    @DisplayName("the badge goes along only if it is on, above zero, and this is no repetition of an unknown outcome")
    void badge() {
        assertThat(json(PushConfig.of("t", "b"))).doesNotContain("badge");
        assertThat(json(PushConfig.of("t", "b").withBadge(0))).doesNotContain("badge");
        Notification first = TestRequest.notification(1, PushConfig.of("t", "b").withBadge(1));
        Notification repeated = new Notification(
                first.number(),
                first.edition(),
                first.part(),
                first.messageId(),
                first.conversation(),
                first.sender(),
                first.storedAt(),
                first.content(),
                false,
                first.replace());
        assertThat(json(first, null, 1, NOBODY)).contains("\"badge\":{\"addNum\":1}");
        assertThat(json(repeated, null, 1, NOBODY)).doesNotContain("badge");
    }

    @Test
    @DisplayName("text arrives as it was, with no byte more than JSON needs")
    void text() throws Exception {
        String odd = "\"\\/\b\f\n\r\t\u0001\u001f\u007f é 中 👨‍👩‍👧 \u2028";
        String json = json(PushConfig.of(odd, odd).withPayload(odd));
        assertThat(values(json, "title")).containsExactly(odd);
        assertThat(values(json, "body")).containsExactly(odd);
        assertThat(values(json, "payload").get(1)).isEqualTo(odd);
        assertThat(json).contains("/").contains("中").doesNotContain("\\u4e2d");
        assertThat(new JsonText().string(odd).toByteArray()).hasSize(JsonText.size(odd) + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "中", "👋", "\"", "\n", "\u0001", "é"})
    @DisplayName("4,096 bytes are sent whole; one more is cut between code points and ended with dots")
    void boundary(String unit) throws Exception {
        int unitBytes = JsonText.size(unit);
        int fixed = bytes(json(PushConfig.of("t", "b"))) - 1;
        int room = AlertTemplate.MOST_BYTES - fixed;
        String full = "a" + unit.repeat((room - 1) / unitBytes) + "a".repeat((room - 1) % unitBytes);

        String exact = json(PushConfig.of("t", full));
        assertThat(bytes(exact)).isEqualTo(4096);
        assertThat(values(exact, "body")).containsExactly(full);

        String over = full + "a";
        String cut = json(PushConfig.of("t", over));
        assertThat(bytes(cut)).isLessThanOrEqualTo(4096).isGreaterThan(4096 - 2 * unitBytes - 3);
        String body = values(cut, "body").get(0);
        assertThat(body).endsWith("…");
        assertThat(over).startsWith(body.substring(0, body.length() - 1));
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(body))
                .as("no half of a pair")
                .isTrue();
        assertThat(values(cut, "title")).containsExactly("t");
    }

    @Test
    @DisplayName("title and body both too long: a quarter and the rest")
    void both() throws Exception {
        String json = json(PushConfig.of("中".repeat(3000), "👋".repeat(3000)));
        assertThat(bytes(json)).isBetween(4088, 4096);
        int title = JsonText.size(values(json, "title").get(0));
        int body = JsonText.size(values(json, "body").get(0));
        assertThat(title * 3).isBetween(body - 16, body + 16);
    }

    @Test
    @DisplayName("the payload stays whole, whatever the text is")
    void payload() throws Exception {
        String payload = "p\"".repeat(400);
        String json = json(PushConfig.of("t", "b".repeat(30_000)).withPayload(payload));
        assertThat(bytes(json)).isEqualTo(4096);
        assertThat(values(json, "payload").get(1)).isEqualTo(payload);
    }

    @Test
    @DisplayName("a fence's profile and the longest ttl count")
    void slots() {
        Notification notification = TestRequest.notification(1, PushConfig.of("t", "b".repeat(9000)));
        assertThat(bytes(json(notification, "p".repeat(ProfileFence.PROFILE_LENGTH), AlertTemplate.MOST_TTL, NOBODY)))
                .isEqualTo(4096);
    }

    @Test
    @DisplayName("nothing fits beside a payload that fills the message")
    void noRoom() {
        Notification notification = TestRequest.notification(
                1, PushConfig.of("t".repeat(200), "b".repeat(200)).withPayload("p".repeat(3700)));
        assertThat(AlertTemplate.of(notification, false)).isEmpty();
    }

    @Test
    @DisplayName("limits that pass the check fit, with the worst of everything")
    void limits() {
        assertThatCode(() -> AlertTemplate.check(new MessageLimits(64, 2048, 1024, 1024), true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> AlertTemplate.check(new MessageLimits(64, 2048, 4000, 1024), true))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("limits.payloadBytes must be at most ");
        assertThatThrownBy(() -> AlertTemplate.check(new MessageLimits(1000, 2048, 0, 1024), false))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("limits.idBytes must be at most ");
        int most = mostPayload(128);
        String id = "\"".repeat(128);
        Notification worst = new Notification(
                Long.MIN_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                new MessageId("Z".repeat(26)),
                new Conversation(ConversationType.PEER, id),
                new UserId(id),
                Instant.ofEpochMilli(Long.MAX_VALUE),
                new PushConfig("👋".repeat(999), "x" + "\u0001".repeat(998), "p".repeat(most), true, 99),
                true,
                Replace.NOTHING);
        String json = json(worst, "p".repeat(ProfileFence.PROFILE_LENGTH), AlertTemplate.MOST_TTL, NOBODY);
        assertThat(bytes(json)).isBetween(4096 - 16, 4096);
    }

    private static int mostPayload(int idBytes) {
        int most = 0;
        for (int bytes = 0; bytes < 4096; bytes++) {
            try {
                AlertTemplate.check(new MessageLimits(idBytes, 2048, bytes, 1024), true);
                most = bytes;
            } catch (SettingsException e) {
                return most;
            }
        }
        return most;
    }
}
