package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.Target;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group's message: written once, pushed to every member who is offline, read by every member. */
class GroupTest {

    private static final GroupId TEAM = new GroupId("team");
    private static final Instant LONG_AGO = ManualRuntime.START.minusSeconds(3600);

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final World world = new World(OfflinePush.builder().groups(groups));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void offlineMembersArePushedAndTheSenderIsLeftOut() {
        join(ALICE, BOB, CAROL);
        world.offline(ALICE, new DeviceId("alice-phone"), "token-a");
        world.offline(BOB, PHONE, "token-b");
        world.offline(CAROL, TABLET, "token-c");

        SendResult.Stored sent = send("hello");

        assertThat(sent.timeline()).isEqualTo(Timeline.group(TEAM));
        assertThat(tokens()).containsExactlyInAnyOrder("token-b", "token-c");
        assertThat(world.vendor.pushed())
                .allSatisfy(pushed ->
                        assertThat(pushed.notification().conversation()).isEqualTo(Conversation.group(TEAM)));
        assertThat(world.trace(sent.messageId()).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, 2));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aMemberReadsTheGroupAfterLoginAndLive() {
        join(ALICE, BOB);
        world.offline(BOB, PHONE, "token-b");
        send("missed");
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        send("live");

        assertThat(client.texts()).containsExactly("missed", "live");
        assertThat(client.received())
                .extracting(MessageReceived::isOfflineMessage)
                .containsExactly(true, false);
        assertThat(client.received())
                .allSatisfy(message -> assertThat(message.conversation()).isEqualTo(Conversation.group(TEAM)));
        assertThat(tokens()).as("live was acknowledged").containsExactly("token-b");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void whoJoinedLaterIsNeitherPushedNorGivenWhatWasBefore() {
        join(ALICE);
        world.offline(BOB, PHONE, "token-b");
        SendResult.Stored before = send("before");
        world.pass(Duration.ofSeconds(10));
        groups.join(TEAM, BOB, world.runtime.clock().instant());
        world.pass(Duration.ofSeconds(10));
        send("after");

        assertThat(world.pushed()).doesNotContain(before.messageId()).hasSize(1);
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        assertThat(client.texts()).containsExactly("after");
    }

    @Test
    void whoLeftWhileThePushWaitedIsNotPushed() {
        join(ALICE, BOB);
        world.register(PHONE, "token-b");
        world.login(BOB, PHONE, new Client());
        SendResult.Stored sent = send("hello");
        assertThat(tokens()).as("looks online: has time to acknowledge").isEmpty();

        groups.leave(TEAM, BOB);
        world.pass(Duration.ofSeconds(6));

        assertThat(tokens()).isEmpty();
        assertThat(world.trace(sent.messageId()).counts()).isEqualTo(Map.of(EndReason.NOT_MEMBER, 1));
    }

    @Test
    void whoJoinsWhileConnectedReadsTheGroupAfterAHeartbeat() {
        join(ALICE);
        Client client = Client.attentive();
        Session session = world.login(BOB, PHONE, client);
        groups.join(TEAM, BOB, LONG_AGO);
        send("hello");
        assertThat(client.texts()).isEmpty();

        world.pass(Duration.ofSeconds(29));
        session.heartbeat();
        world.pass(Duration.ofSeconds(2));
        session.heartbeat();
        world.runtime.runAll();

        assertThat(client.texts()).containsExactly("hello");
    }

    @Test
    void membersWithoutADeviceAreCountedAsSuch() {
        join(ALICE, BOB, CAROL);
        world.offline(CAROL, TABLET, "token-c");

        SendResult.Stored sent = send("hello");

        assertThat(world.trace(sent.messageId()).counts())
                .isEqualTo(Map.of(EndReason.ACCEPTED, 1, EndReason.NO_BINDING, 1));
    }

    @Test
    void aLargeGroupIsPushedInRequestsOfAThousandFromItsFirstPageOn() {
        int members = 12_345;
        for (int i = 0; i < members; i++) {
            UserId user = new UserId("user-" + i);
            DeviceId device = new DeviceId("device-" + i);
            groups.join(TEAM, user, LONG_AGO);
            world.push.devices().registerPush(new Registration(device, APP, new DeviceToken("token-" + i)));
            world.push.devices().login(user, device, Platform.HARMONY_OS);
            if (i % 1_000 == 0) {
                world.runtime.runAll();
            }
        }
        world.runtime.runAll();

        SendResult.Stored sent = send("hello");

        List<Integer> sizes = world.vendor.pushed().stream()
                .map(pushed -> pushed.targets().size())
                .toList();
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(1_000));
        assertThat(sizes).hasSize(13);
        assertThat(tokens()).hasSize(members).doesNotHaveDuplicates();
        assertThat(world.trace(sent.messageId()).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, members));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aGroupMessageIsWrittenOnce() {
        join(ALICE, BOB, CAROL);
        Set<Long> sequences = new HashSet<>();
        Client bob = Client.attentive();
        Client carol = Client.attentive();
        world.login(BOB, PHONE, bob);
        world.login(CAROL, TABLET, carol);

        sequences.add(send("hello").sequence());

        bob.received().forEach(message -> sequences.add(message.sequence()));
        carol.received().forEach(message -> sequences.add(message.sequence()));
        assertThat(sequences).hasSize(1);
        assertThat(world.store.heads(List.of(Timeline.group(TEAM), Timeline.inbox(BOB), Timeline.inbox(CAROL))))
                .containsEntry(Timeline.inbox(BOB), 0L)
                .containsEntry(Timeline.inbox(CAROL), 0L);
    }

    private void join(UserId... users) {
        for (UserId user : users) {
            groups.join(TEAM, user, LONG_AGO);
        }
    }

    private SendResult.Stored send(String text) {
        Message message = Message.text(ALICE, Conversation.group(TEAM), text);
        return (SendResult.Stored) world.done(world.push.messages().send(message, SendConfig.push(World.PUSH)));
    }

    private List<String> tokens() {
        return world.vendor.pushed().stream()
                .map(Pushed::targets)
                .flatMap(List::stream)
                .map(Target::token)
                .map(DeviceToken::value)
                .collect(Collectors.toList());
    }
}
