package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that means a group and has given no directory is told at once, and what to give. */
class NoGroupsTest {

    private static final GroupId TEAM = new GroupId("team");
    private static final Message MESSAGE = Message.text(ALICE, Conversation.group(TEAM), "hello");
    private static final String WHAT_TO_DO = "this instance has no directory of groups: give one with"
            + " OfflinePush.builder().groups(...), or name a provider in the setting groupDirectory";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void send_isRefused() {
        for (SendConfig config : List.of(SendConfig.push(World.PUSH), SendConfig.withoutPush())) {
            assertThatThrownBy(() -> world.push.messages().send(MESSAGE, config))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("message.conversation must not be a group, because " + WHAT_TO_DO + " (code 6000001)");
        }
        assertThat(world.store.heads(List.of(Timeline.group(TEAM)))).containsEntry(Timeline.group(TEAM), 0L);
    }

    @Test
    void notify_isRefused() {
        assertThatThrownBy(() -> notifying(Audience.group(TEAM), NotifyOptions.DEFAULT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("audience must not be a group, because " + WHAT_TO_DO + " (code 6000001)");
    }

    @Test
    void notify_mayOpenAGroupAtUsersThatTheHostNames() {
        world.offline(BOB, PHONE, "token");

        NotifyResult result =
                notifying(Audience.users(BOB), NotifyOptions.DEFAULT.withConversation(Conversation.group(TEAM)));

        assertThat(result).isInstanceOf(NotifyResult.Owed.class);
        assertThat(world.pushed()).hasSize(1);
    }

    @Test
    void explain_failsForWhatAProcessWithADirectoryStored() {
        InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
        groups.join(TEAM, BOB, world.store.nodes().now());
        OfflinePush other = world.start(OfflinePush.builder().groups(groups));
        MessageId id = ((SendResult.Stored) world.done(other.messages().send(MESSAGE, SendConfig.push(World.PUSH))))
                .messageId();

        assertThat(world.failure(world.push.diagnostics().explain(id, BOB)))
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("explain: " + WHAT_TO_DO);
        assertThat(world.done(other.diagnostics().explain(id, BOB)).messageId()).isEqualTo(id);
        other.close(Duration.ZERO);
    }

    private NotifyResult notifying(Audience audience, NotifyOptions options) {
        return world.done(world.push.notifications().notify(new NotificationKey("key"), audience, World.PUSH, options));
    }
}
