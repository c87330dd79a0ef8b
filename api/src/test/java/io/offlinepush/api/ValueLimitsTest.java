package io.offlinepush.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hard ceilings of every value: at the limit, and one over. */
class ValueLimitsTest {

    private static final UserId ALICE = new UserId("alice");
    private static final Conversation TO_BOB = Conversation.peer(new UserId("bob"));

    @TestFactory
    Stream<DynamicTest> ids() {
        return Stream.of(
                        Texts.idRules("userId", UserId::new),
                        Texts.idRules("deviceId", DeviceId::new),
                        Texts.idRules("groupId", GroupId::new),
                        Texts.idRules("messageId", MessageId::new),
                        Texts.idRules("pushId", PushId::new),
                        Texts.idRules("vendor", vendor -> new VendorApp(vendor, "app")),
                        Texts.idRules("app", app -> new VendorApp("vendor", app)),
                        Texts.idRules("conversation.id", id -> new Conversation(ConversationType.PEER, id)),
                        Texts.idRules("notificationKey", NotificationKey::new),
                        Texts.idRules("timeline.id", id -> new Timeline(Timeline.Kind.INBOX, id)))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> texts() {
        Message message = Message.text(ALICE, TO_BOB, "hello");
        return Stream.of(
                        Texts.visibleRules("message.content", text -> Message.text(ALICE, TO_BOB, text)),
                        Texts.textRules("message.extendedData", message::withExtendedData),
                        Texts.visibleRules("pushConfig.title", text -> PushConfig.of(text, "content")),
                        Texts.visibleRules("pushConfig.content", text -> PushConfig.of("title", text)),
                        Texts.textRules(
                                "pushConfig.payload",
                                text -> PushConfig.of("t", "c").withPayload(text)))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> clientMessageId() {
        Message message = Message.text(ALICE, TO_BOB, "hello");
        return Texts.idRules("message.clientMessageId", message::withClientMessageId)
                .filter(test -> !test.getDisplayName().contains(": empty "));
    }

    @Test
    void whatMayBeEmptyIsTakenEmpty() {
        Message message = new Message(ALICE, TO_BOB, MessageType.CUSTOM, "{}", "", "");
        assertThat(message.extendedData()).isEmpty();
        assertThat(message.clientMessageId()).isEmpty();
        assertThat(PushConfig.of("t", "c").payload()).isEmpty();
    }

    @Test
    void typesHaveZimsNumbersAndAreOpen() {
        Map<MessageType, Integer> numbers = Map.of(
                MessageType.TEXT, 1,
                MessageType.MULTIPLE, 10,
                MessageType.IMAGE, 11,
                MessageType.FILE, 12,
                MessageType.AUDIO, 13,
                MessageType.VIDEO, 14,
                MessageType.COMBINE, 100,
                MessageType.CUSTOM, 200);
        numbers.forEach((type, number) -> {
            assertThat(type.number()).isEqualTo(number);
            assertThat(new MessageType(number)).isEqualTo(type);
            assertThat(type.toString()).matches("[A-Z]+");
        });
        assertThat(numbers.keySet()).extracting(MessageType::toString).doesNotHaveDuplicates();
        assertThat(new MessageType(4711)).hasToString("4711");
        assertThat(new MessageType(MessageType.MOST).number()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void otherTypesAreRefused(int number) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new MessageType(number))
                .withMessage("message.type must be 1 to 1000000 (found " + number + ", code 6000001)");
    }

    @Test
    void nobodyWritesToThemselves() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Message.text(ALICE, Conversation.peer(ALICE), "hello"))
                .withMessageStartingWith("message.conversation must not be the sender's own")
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(6_000_001));
    }

    @Test
    void aGroupMayBeNamedLikeItsSender() {
        Conversation group = Conversation.group(new GroupId("alice"));
        assertThat(Message.text(ALICE, group, "hello").conversation()).isEqualTo(group);
        assertThat(group.type().number()).isEqualTo(2);
        assertThat(Timeline.group(new GroupId("alice"))).isNotEqualTo(Timeline.inbox(ALICE));
    }

    @Test
    void aRefusalNamesFieldLimitAndWhatWasFound() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new UserId("x".repeat(130)))
                .withMessage("userId must be at most 128 bytes (found 130, code 6000001)")
                .satisfies(refusal -> {
                    assertThat(refusal.limit()).isEqualTo(128);
                    assertThat(refusal.found()).isEqualTo(130);
                });
    }

    @Test
    void aRefusedCharacterIsNamedByCodeAndIndex() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new DeviceId("phone\n2026-01-01 ERROR all is lost"))
                .withMessage(
                        "deviceId must not contain U+000A, a control character: found one at index 5 (code 6000001)")
                .satisfies(refusal -> assertThat(refusal.found()).isEqualTo(5));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new DeviceToken("secret \u0007"))
                .withMessage("token must be visible ASCII without quote and backslash: found another at index 6 (code"
                        + " 6000001)");
    }

    @Test
    void aRefusalWithoutANumberNamesNone() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> PushConfig.of("\u200B", "content"))
                .withMessage("pushConfig.title must not be blank: nothing of it shows (code 6000001)");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Message.text(ALICE, Conversation.peer(ALICE), "hello"))
                .withMessage("message.conversation must not be the sender's own (code 6000001)");
    }

    @Test
    void tokensHaveOneToThousandAndTwentyFourCharacters() {
        assertThat(new DeviceToken("x").value()).isEqualTo("x");
        assertThat(new DeviceToken("x".repeat(1024)).value()).hasSize(1024);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new DeviceToken("x".repeat(1025)))
                .withMessage("token must be at most 1024 bytes (found 1025, code 6000001)");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new DeviceToken(""))
                .withMessageStartingWith("token must not be empty");
    }

    @Test
    void tokensAreVisibleAsciiWithoutQuoteAndBackslash() {
        for (char c = 0; c < 300; c++) {
            String token = "secret" + c;
            if (c >= '!' && c <= '~' && c != '"' && c != '\\') {
                assertThat(new DeviceToken(token).value()).isEqualTo(token);
            } else {
                assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> new DeviceToken(token))
                        .withMessageStartingWith("token must be visible ASCII")
                        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
            }
        }
    }

    @Test
    void badgeIncrementsOver99CountAs99() {
        assertThat(badge(0)).isZero();
        assertThat(badge(99)).isEqualTo(99);
        assertThat(badge(100)).isEqualTo(99);
        assertThat(badge(Integer.MAX_VALUE)).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void negativeBadgeIncrementsAreRefused(int increment) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> badge(increment))
                .withMessage("pushConfig.badgeIncrement must be 0 to 99 (found " + increment + ", code 6000001)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT24H", "P7D"})
    void expiryIsASecondToSevenDays(String expiry) {
        Duration time = Duration.parse(expiry);
        assertThat(SendConfig.withoutPush().withExpireAfter(time).expireAfter()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999999999S", "PT0S", "PT-1S", "PT168H0.000000001S", "P365D"})
    void otherExpiriesAreRefused(String expiry) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> SendConfig.withoutPush().withExpireAfter(Duration.parse(expiry)))
                .withMessageStartingWith("sendConfig.expireAfter must be 1 to 604800 seconds");
    }

    @Test
    void configsHaveTheirDefaults() {
        assertThat(SendConfig.push(PushConfig.of("t", "c")).withPriority(Priority.HIGH))
                .isEqualTo(
                        new SendConfig(Priority.HIGH, PushConfig.of("t", "c"), Duration.ofHours(24), Replace.NOTHING));
        assertThat(SendConfig.withoutPush().pushConfig()).isNull();
        assertThat(PushConfig.of("t", "c")).isEqualTo(new PushConfig("t", "c", "", false, 0));
        assertThat(PushConfig.of("t", "c").withBadge(3)).isEqualTo(new PushConfig("t", "c", "", true, 3));
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway can do
    void nullIsRefusedByName() {
        Stream.<Runnable>of(
                        () -> new UserId(null),
                        () -> new DeviceToken(null),
                        () -> new Conversation(null, "bob"),
                        () -> new Timeline(null, "bob"),
                        () -> new Registration(null, new VendorApp("v", "a"), new DeviceToken("t")),
                        () -> new Registration(new DeviceId("d"), null, new DeviceToken("t")),
                        () -> new Registration(new DeviceId("d"), new VendorApp("v", "a"), null),
                        () -> new Message(null, TO_BOB, MessageType.TEXT, "c", "", ""),
                        () -> new Message(ALICE, null, MessageType.TEXT, "c", "", ""),
                        () -> new Message(ALICE, TO_BOB, null, "c", "", ""),
                        () -> new Message(ALICE, TO_BOB, MessageType.TEXT, null, "", ""),
                        () -> new Message(ALICE, TO_BOB, MessageType.TEXT, "c", null, ""),
                        () -> new Message(ALICE, TO_BOB, MessageType.TEXT, "c", "", null),
                        () -> SendConfig.push(null),
                        () -> SendConfig.withoutPush().withPriority(null),
                        () -> SendConfig.withoutPush().withExpireAfter(null))
                .forEach(made -> assertThatThrownBy(made::run)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessageMatching("[A-Za-z.]+"));
    }

    @Test
    void resultsCopyTheirLists() {
        List<TraceEvent> events =
                new ArrayList<>(List.of(new TraceEvent(Instant.EPOCH, TraceStage.STORED, null, null, "", "", "")));
        Map<EndReason, Integer> counts = new HashMap<>(Map.of(EndReason.ACCEPTED, 2));
        Trace trace = new Trace(new MessageId("m"), events, counts);
        TestPushResult result = new TestPushResult(TestPushResult.Outcome.ACCEPTED, "", "", "", events);
        events.clear();
        counts.clear();
        assertThat(trace.events()).hasSize(1);
        assertThat(trace.counts()).hasSize(1);
        assertThat(result.events()).hasSize(1);
    }

    @Test
    void registeringAnswersInZpnsTerms() {
        RegisterResult registered = new RegisterResult.Registered(new PushId("p"));
        assertThat(registered.errorCode()).isZero();
        assertThat(registered.message()).isEmpty();
        assertThat(registered.pushId()).contains(new PushId("p"));
        RegisterResult refused = new RegisterResult.Refused(RegisterResult.UNKNOWN_APP, "no such app");
        assertThat(refused.errorCode()).isEqualTo(6_000_402);
        assertThat(refused.pushId()).isEmpty();
    }

    private static int badge(int increment) {
        return PushConfig.of("t", "c").withBadge(increment).badgeIncrement();
    }
}
