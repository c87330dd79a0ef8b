package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a phone shows of a conversation whose newest notification takes the place of the one before. */
@Timeout(120)
class ReplacedTest {

    private static final Conversation ALICE = Conversation.peer(new UserId("alice"));
    private static final Conversation CAROL = Conversation.peer(new UserId("carol"));
    private static final Conversation TEAM = Conversation.group(new GroupId("alice"));

    private final TestEnvironment environment = new TestEnvironment();
    private PushKitSandbox sandbox;
    private PushProvider provider;
    private SimulatedPhone phone;

    @BeforeEach
    void open() {
        sandbox = PushKitSandbox.builder().clock(environment.clock()).start();
        provider = Opened.provider(sandbox, environment);
        phone = sandbox.phone("bob");
    }

    @AfterEach
    void close() {
        provider.close();
        sandbox.close();
        environment.close();
    }

    @Test
    @DisplayName("one notification for each conversation, the newest, with all their badges")
    void newestOfEach() throws Exception {
        push(1, ALICE, "first", Replace.CONVERSATION);
        push(2, CAROL, "from Carol", Replace.CONVERSATION);
        push(3, TEAM, "to the team", Replace.CONVERSATION);
        push(4, ALICE, "second", Replace.CONVERSATION);
        push(5, ALICE, "third", Replace.CONVERSATION);

        assertThat(phone.tray())
                .extracting(Notification::body)
                .containsExactlyInAnyOrder("from Carol", "to the team", "third");
        assertThat(phone.shown()).as("each showed in its time").hasSize(5);
        assertThat(phone.badge()).isEqualTo(5);
    }

    @Test
    @DisplayName("a repetition of the newest shows nothing, and it stays")
    void repeated() throws Exception {
        push(1, ALICE, "first", Replace.CONVERSATION);
        push(2, ALICE, "second", Replace.CONVERSATION);
        push(2, ALICE, "second", Replace.CONVERSATION);

        assertThat(phone.tray()).extracting(Notification::body).containsExactly("second");
        assertThat(phone.shown()).hasSize(2);
    }

    @Test
    @DisplayName("what replaces nothing shows beside it")
    void beside() throws Exception {
        push(1, ALICE, "first", Replace.CONVERSATION);
        push(2, ALICE, "second", Replace.NOTHING);
        push(3, ALICE, "third", Replace.CONVERSATION);

        assertThat(phone.tray()).extracting(Notification::body).containsExactlyInAnyOrder("second", "third");
    }

    @Test
    @DisplayName("places are numbers that a recall may name, the same in every process, and apart")
    void numbers() {
        assertThat(NotifyId.of(notification(1, ALICE, "text", Replace.CONVERSATION)))
                .as("written down once: a newer version must not change it")
                .isEqualTo(1541456036);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            Conversation one = Conversation.peer(new UserId("user-" + i));
            int place = NotifyId.of(notification(1, one, "text", Replace.CONVERSATION));
            assertThat(place).isNotNegative();
            seen.add(place);
        }
        assertThat(seen).hasSize(10_000);
        seen.clear();
        for (int i = 0; i < 10_000; i++) {
            int place = NotifyId.of(notification(i, ALICE, "text", Replace.NOTHING));
            assertThat(place).isNotNegative();
            seen.add(place);
        }
        assertThat(seen).hasSize(10_000);
        assertThat(NotifyId.of(notification(1, ALICE, "text", Replace.NOTHING)))
                .as("written down once: a newer version must not change it")
                .isEqualTo(1741765173);
    }

    private void push(long number, Conversation conversation, String text, Replace replace) throws Exception {
        TestRequest request = new TestRequest(
                notification(number, conversation, text, replace),
                List.of(TestRequest.target("bob", phone.getToken())));
        assertThat(Opened.verdict(provider, request)).isInstanceOf(Verdict.Accepted.class);
    }

    private static io.offlinepush.spi.Notification notification(
            long number, Conversation conversation, String text, Replace replace) {
        io.offlinepush.spi.Notification plain =
                TestRequest.notification(number, PushConfig.of("Title", text).withBadge(1));
        return new io.offlinepush.spi.Notification(
                plain.number(),
                plain.edition(),
                plain.part(),
                plain.messageId(),
                conversation,
                plain.sender(),
                plain.storedAt(),
                plain.content(),
                plain.withBadge(),
                replace);
    }
}
