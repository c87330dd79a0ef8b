package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Explanation;
import io.offlinepush.api.Explanation.Next;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryPresence;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** "Why was this notification pushed, or not?", and what a newer one stands for. */
class ExplainNotificationTest {

    private static final GroupId TEAM = new GroupId("team");
    private static final NotificationKey KEY = new NotificationKey("msg-1");

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final InMemoryPresence online = new InMemoryPresence();
    private final World world = new World(OfflinePush.builder().groups(groups).presence(online));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whoIsNotNamedIsOwedNothing() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
        MessageId id = owed(KEY, Audience.users(BOB), NotifyOptions.DEFAULT.withSender(BOB));

        assertThat(explain(id, BOB).devices())
                .as("also if they are shown as its sender")
                .containsExactly(new Explanation.Device(PHONE, phone, EndReason.ACCEPTED, Next.PUSH, null, false, 0));
        assertThat(explain(id, CAROL)).isEqualTo(new Explanation(id, CAROL, EndReason.NOT_MEMBER, List.of()));
    }

    @Test
    void ofAGroupItsMembersOfThenAreMeantAndNotItsSender() {
        groups.join(TEAM, ALICE, world.store.nodes().now());
        groups.join(TEAM, BOB, world.store.nodes().now());
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
        MessageId id = owed(KEY, Audience.group(TEAM), NotifyOptions.DEFAULT.withSender(ALICE));
        world.pass(Duration.ofSeconds(1));
        groups.join(TEAM, CAROL, world.store.nodes().now());

        assertThat(only(id, BOB).ended()).isEqualTo(EndReason.ACCEPTED);
        assertThat(explain(id, ALICE).reason()).isEqualTo(EndReason.NOT_MEMBER);
        assertThat(only(id, CAROL).reason()).isEqualTo(EndReason.NOT_MEMBER);
    }

    @Test
    void ofAllUsersTheSenderIsLeftOutAndWhoHasNoDeviceHasNone() {
        world.offline(ALICE, PHONE, "token-1");
        world.offline(BOB, TABLET, "token-2");
        MessageId id = owed(KEY, Audience.allUsers(), NotifyOptions.DEFAULT.withSender(ALICE));

        assertThat(explain(id, ALICE).reason()).isEqualTo(EndReason.NOT_MEMBER);
        assertThat(only(id, BOB).next()).isEqualTo(Next.PUSH);
        assertThat(explain(id, CAROL).reason()).isEqualTo(EndReason.NO_BINDING);
    }

    @Test
    void forEveryoneNobodyAsksWhoIsOnline() {
        world.register(PHONE, "token-1");
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        online.connect(BOB, PHONE);
        MessageId some = owed(KEY, Audience.users(BOB), NotifyOptions.DEFAULT);
        MessageId all = owed(
                new NotificationKey("msg-2"), Audience.users(BOB), NotifyOptions.DEFAULT.withReach(Reach.EVERYONE));

        assertThat(only(some, BOB))
                .returns(Next.WAIT, Explanation.Device::next)
                .returns(true, Explanation.Device::online);
        assertThat(only(all, BOB))
                .returns(Next.PUSH, Explanation.Device::next)
                .returns(false, Explanation.Device::online);
    }

    @Test
    void whatWasReportedOrTakenBackIsToldSo() {
        world.register(PHONE, "token-1");
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        online.connect(BOB, PHONE);
        MessageId id = owed(KEY, Audience.users(BOB), NotifyOptions.DEFAULT);

        world.done(world.push.notifications().delivered(KEY, BOB, PHONE));
        assertThat(only(id, BOB).reason()).isEqualTo(EndReason.DELIVERED);
        world.done(world.push.notifications().withdraw(KEY));
        assertThat(only(id, BOB).reason()).isEqualTo(EndReason.WITHDRAWN);
    }

    @Test
    void afterAnOutageTheNewestStandsForTheOthersWhileTheyAreOpen() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerWith(target -> new Verdict.RetryLater(Duration.ofMinutes(20), VendorAnswer.NONE));
        NotifyOptions inTeam = NotifyOptions.DEFAULT.withConversation(Conversation.group(TEAM));
        MessageId old = owed(KEY, Audience.users(BOB), inTeam);
        MessageId newest = owed(new NotificationKey("msg-2"), Audience.users(BOB), inTeam);
        MessageId message = world.send(ALICE, BOB, "hello").messageId();
        MessageId later = world.send(ALICE, BOB, "are you there?").messageId();
        assertThat(only(old, BOB).next()).as("while it is young").isEqualTo(Next.PUSH);

        world.pass(Duration.ofMinutes(15));

        assertThat(only(old, BOB).reason()).isEqualTo(EndReason.SUPERSEDED);
        assertThat(only(message, BOB).reason()).isEqualTo(EndReason.SUPERSEDED);
        assertThat(only(newest, BOB).next()).isEqualTo(Next.PUSH);
        assertThat(only(later, BOB).next()).isEqualTo(Next.PUSH);
        world.pass(Duration.ofMinutes(10));
        assertThat(only(old, BOB).ended()).isEqualTo(EndReason.SUPERSEDED);
    }

    @Test
    void ofAPushToManyAPartIsKnownOnceItHasEndedForSome() {
        groups.join(TEAM, BOB, world.store.nodes().now());
        groups.join(TEAM, CAROL, world.store.nodes().now());
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
        world.vendor.answerWith(target -> target.user().equals(BOB)
                ? new Verdict.RetryLater(Duration.ofMinutes(20), VendorAnswer.NONE)
                : new Verdict.Accepted(VendorAnswer.NONE));
        NotifyOptions inTeam = NotifyOptions.DEFAULT.withConversation(Conversation.group(TEAM));
        MessageId old = owed(KEY, Audience.group(TEAM), inTeam);
        owed(new NotificationKey("msg-2"), Audience.group(TEAM), inTeam);

        world.pass(Duration.ofMinutes(15));

        assertThat(only(old, BOB))
                .returns(null, Explanation.Device::ended)
                .returns(EndReason.SUPERSEDED, Explanation.Device::reason);
    }

    private Explanation explain(MessageId message, UserId user) {
        return world.done(world.push.diagnostics().explain(message, user));
    }

    private Explanation.Device only(MessageId message, UserId user) {
        Explanation explained = explain(message, user);
        assertThat(explained.reason()).isNull();
        assertThat(explained.devices()).hasSize(1);
        return explained.devices().get(0);
    }

    private MessageId owed(NotificationKey key, Audience audience, NotifyOptions options) {
        return ((NotifyResult.Owed) world.done(world.push.notifications().notify(key, audience, World.PUSH, options)))
                .messageId();
    }
}
