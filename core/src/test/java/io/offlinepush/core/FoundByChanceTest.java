package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Settlement.Ends;
import io.offlinepush.spi.Urgency;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Faults that the simulation has found, each in its smallest form. */
class FoundByChanceTest {

    private static final VendorApp OTHER = new VendorApp("other", "chat");

    @Test
    void aPushThatWaitsForTheRateAloneLeavesWithTime() {
        try (World world = new World(OfflinePush.builder().setting("laneRate", "1"))) {
            world.offline(BOB, PHONE, "token-1");
            MessageId first = world.send(ALICE, BOB, "uses the rate up").messageId();
            assertThat(world.ends(first)).as("no verdict is outstanding").containsExactly("ACCEPTED");

            MessageId second = world.send(ALICE, BOB, "waits for it").messageId();
            assertThat(world.ends(second)).isEmpty();
            world.pass(Duration.ofSeconds(2));

            assertThat(world.ends(second)).containsExactly("ACCEPTED");
        }
    }

    @Test
    void aProviderThatThrowsDoesNotMakeThePushToTheUsersOtherDeviceForgotten() {
        InMemoryPushProvider works = new InMemoryPushProvider(OTHER);
        try (World world = new World(OfflinePush.builder().pushProvider(works), new ThrowsOnce(APP))) {
            world.offline(BOB, PHONE, "token-1");
            world.done(world.push.devices().registerPush(new Registration(TABLET, OTHER, new DeviceToken("token-2"))));
            world.done(world.login(BOB, TABLET, new Client()).disconnect());

            MessageId sent = world.send(ALICE, BOB, "hello").messageId();
            world.pass(Duration.ofSeconds(5));

            assertThat(works.pushed()).hasSize(1);
            assertThat(world.ends(sent)).containsExactly("ACCEPTED", "ACCEPTED");
        }
    }

    @Test
    void whatIsTakenUnderANewIdBeforeTheOldOneIsDroppedIsNotForgotten() {
        try (World world = new World(OfflinePush.builder().setting("lease", "3s"))) {
            world.offline(BOB, PHONE, "token-1");
            world.vendor.answerNext(new Verdict.RetryLater(Duration.ofSeconds(1), VendorAnswer.NONE));
            world.send(ALICE, BOB, "makes for a sweep");
            world.vendor.holdNext();
            MessageId held = world.send(ALICE, BOB, "held").messageId();
            world.runtime.elapse(Duration.ofSeconds(4));

            // The process has its new id, and a sweep comes before it has dropped what it held under the old one.
            world.beforeNextAlarm(world.runtime::runAll);
            world.runtime.runAll();
            world.vendor.release();
            world.pass(Duration.ofSeconds(5));

            assertThat(world.ends(held)).containsExactly("ACCEPTED");
            assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        }
    }

    @Test
    void aLogoutThatFindsTheLoginGoneHoldsBackAsWell() {
        QueueingProvider queue = new QueueingProvider(APP);
        try (World world = new World(OfflinePush.builder(), queue)) {
            world.offline(BOB, PHONE, "token-1");
            world.send(ALICE, BOB, "hello");
            // Another process has ended it, and this one decided before.
            Login login = Objects.requireNonNull(
                    world.registry.find(PHONE).orElseThrow().login());
            assertThat(world.registry.logout(PHONE, login.number())).isTrue();

            world.done(world.push.devices().logout(BOB, PHONE));

            assertThat(queue.letGo()).isZero();
        }
    }

    @Test
    void whatALostProcessMayHavePushedKeepsItsDoubtWhenItFindsNoRoom() {
        try (World world = new World(OfflinePush.builder().setting("partsInMemory", "1"))) {
            world.offline(BOB, PHONE, "token-1");
            world.offline(CAROL, TABLET, "token-2");
            NodeId lost = new NodeId("lost");
            world.store.nodes().join(lost, Duration.ofSeconds(15));
            owed(world, lost, BOB, "may have been pushed");
            Part other = owed(world, lost, CAROL, "takes the room");
            Settlement back = new Settlement.Rescheduled(
                    other.id(), Ends.NONE, Duration.ofSeconds(15), APP.toString(), Bytes.EMPTY);
            assertThat(world.store.outbox().settle(lost, List.of(back))).isEmpty();

            // One lane each: both come with one sweep, and there is room for one.
            world.pass(Duration.ofMinutes(1));

            assertThat(world.vendor.pushed())
                    .extracting(pushed -> pushed.notification().messageId().value())
                    .containsExactly("takes the room", "may have been pushed");
            assertThat(world.vendor.pushed())
                    .extracting(Pushed::notification)
                    .extracting(it -> it.withBadge())
                    .containsExactly(true, false);
        }
    }

    @Test
    void endsThatWereWrittenAgainBecauseTheirOutcomeWasUnknownAreCountedOnce() {
        try (World world = new World()) {
            NodeId other = new NodeId("other");
            world.store.nodes().join(other, Duration.ofSeconds(15));
            Part part = owed(world, other, BOB, "on two devices");
            DeviceEnd phone = new DeviceEnd(new PushId("phone"), EndReason.ACCEPTED, "", "");
            DeviceEnd tablet = new DeviceEnd(new PushId("tablet"), EndReason.ACCEPTED, "", "");
            Settlement one = new Settlement.Checkpoint(part.id(), accepted(phone), Bytes.EMPTY);
            world.store.outbox().settle(other, List.of(one));
            world.store.outbox().settle(other, List.of(one));
            world.store.outbox().settle(other, List.of(new Settlement.Completed(part.id(), accepted(tablet))));

            assertThat(world.ends(part.messageId())).containsExactly("ACCEPTED", "ACCEPTED");
            assertThat(world.trace(part.messageId()).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, 2));
        }
    }

    @Test
    void aPartThatIsLostWithTheLeaseWhileItWaitsForADecisionKeepsNoPlace() {
        for (long order = 0; order < 40; order++) {
            try (World world = new World(OfflinePush.builder().setting("laneParts", "2"))) {
                world.runtime.shuffle(order);
                world.offline(BOB, PHONE, "token-1");
                for (int i = 0; i < 4; i++) {
                    world.login(BOB, PHONE, new Client());
                    world.send(ALICE, BOB, "waits for an acknowledgement");
                    // Its deadline and the end of the lease are due at once.
                    world.runtime.elapse(Duration.ofSeconds(20));
                    world.pass(Duration.ofSeconds(30));
                }
                assertThat(world.store.outbox().backlog(1_000_000).owed())
                        .as("in order %d", order)
                        .isZero();
            }
        }
    }

    @Test
    void aSplitThatTheStoreRefusesIsNotTriedAgainWithoutAPause() {
        InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
        try (World world = new World(OfflinePush.builder().groups(groups))) {
            inTeam(world, groups);
            world.faults.failBefore("Outbox.settle", 6);

            sendToTeam(world);
            assertThat(world.vendor.pushed()).as("six tries in no time").isEmpty();
            world.pass(Duration.ofMinutes(1));

            assertThat(world.vendor.pushed()).isNotEmpty();
            assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        }
    }

    @Test
    void aMemberWhoseDevicesCannotBeReadHoldsUpNoOtherMember() {
        InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
        try (World world = new World(OfflinePush.builder().groups(groups))) {
            inTeam(world, groups);
            failForTheSecond(world);

            sendToTeam(world);
            assertThat(world.vendor.pushed())
                    .as("to Bob, and to Carol, whose own part could be read")
                    .hasSize(2);
            assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        }
    }

    @Test
    void anErrorOfOneRowCostsItsOwnUserAlone() {
        try (World world = new World()) {
            world.offline(BOB, PHONE, "token-1");
            world.offline(CAROL, TABLET, "token-2");
            failForTheSecond(world);

            world.done(world.push
                    .notifications()
                    .notify(
                            new NotificationKey("news"),
                            Audience.users(List.of(BOB, CAROL)),
                            World.PUSH,
                            NotifyOptions.DEFAULT));
            assertThat(world.vendor.pushed()).as("to one of them").hasSize(1);
            world.pass(Duration.ofMinutes(1));

            assertThat(world.vendor.pushed()).as("to both").hasSize(2);
        }
    }

    /** The read for both fails, then that for the second of them. */
    private static void failForTheSecond(World world) {
        Runnable error = () -> {
            throw new LinkageError("a row that cannot be read");
        };
        world.faults.before("BindingRegistry.recipients", error);
        world.faults.before("BindingRegistry.recipients", () -> {});
        world.faults.before("BindingRegistry.recipients", error);
    }

    private static void inTeam(World world, InMemoryGroupDirectory groups) {
        List.of(ALICE, BOB, CAROL)
                .forEach(user -> groups.join(new GroupId("team"), user, ManualRuntime.START.minusSeconds(1)));
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
    }

    private static void sendToTeam(World world) {
        world.push
                .messages()
                .send(
                        Message.text(ALICE, Conversation.group(new GroupId("team")), "hello"),
                        SendConfig.push(World.PUSH));
        world.runtime.runAll();
    }

    private static Ends accepted(DeviceEnd end) {
        return new Ends(Map.of(EndReason.ACCEPTED, 1), List.of(end));
    }

    @Test
    void partsThatWereFoundAndGivenBackBeforeTheirSplitIsToldAreNotTakenForThisNodesAgain() {
        InMemoryPushProvider others = new InMemoryPushProvider(OTHER);
        InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
        OfflinePushBuilder builder =
                OfflinePush.builder().groups(groups).pushProvider(others).setting("partsInMemory", "2");
        try (World world = new World(builder)) {
            GroupId team = new GroupId("team");
            List.of(ALICE, BOB, CAROL).forEach(user -> groups.join(team, user, ManualRuntime.START.minusSeconds(1)));
            world.offline(BOB, PHONE, "token-1");
            world.done(world.push.devices().registerPush(new Registration(TABLET, OTHER, new DeviceToken("token-2"))));
            world.done(world.login(CAROL, TABLET, new Client()).disconnect());
            world.faults.after("Outbox.settle", () -> {
                // Directly after the split was written: an append without an answer has everything that is held looked
                // for.
                world.faults.failAfter("MessageStore.append");
                world.push.messages().send(World.text(ALICE, new UserId("dave"), "hello"), SendConfig.withoutPush());
                world.runtime.runAll();
            });

            world.push
                    .messages()
                    .send(Message.text(ALICE, Conversation.group(team), "hello"), SendConfig.push(World.PUSH));
            world.pass(Duration.ofSeconds(30));

            assertThat(world.vendor.pushed()).hasSize(1);
            assertThat(others.pushed()).hasSize(1);
            assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        }
    }

    @Test
    void aRenewalThatTakesItsTimeDoesNotMakePushesLiveLonger() {
        try (World world = new World(OfflinePush.builder().setting("acknowledgementTime", "3s"))) {
            world.register(PHONE, "token-1");
            world.login(BOB, PHONE, new Client());
            world.faults.after("Nodes.renew", () -> world.runtime.elapse(Duration.ofSeconds(2)));
            world.pass(Duration.ofSeconds(5));

            // Its time is over when the device has had its time to acknowledge.
            SendConfig config = SendConfig.push(World.PUSH).withExpireAfter(Duration.ofSeconds(3));
            world.done(world.push.messages().send(World.text(ALICE, BOB, "hello"), config));
            world.pass(Duration.ofSeconds(3));

            assertThat(world.vendor.pushed()).isEmpty();
        }
    }

    @Test
    void aMemberWhoLeavesWhileTheLiveNodesAreReadIsLookedForAgain() {
        InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
        try (World world = new World(OfflinePush.builder().groups(groups))) {
            inTeam(world, groups);
            world.faults.before("Nodes.live", () -> {
                groups.leave(new GroupId("team"), BOB);
                world.runtime.elapse(Duration.ofSeconds(2));
            });

            sendToTeam(world);
            world.pass(Duration.ofSeconds(5));

            assertThat(world.vendor.pushed())
                    .as("to Carol")
                    .extracting(pushed -> pushed.targets().get(0).user())
                    .containsExactly(CAROL);
        }
    }

    @Test
    void aRepetitionOfWhichItCannotBeReadWhatIsNewerDoesNotLeave() {
        try (World world = new World()) {
            world.offline(BOB, PHONE, "token-1");
            world.vendor.answerNext(2, new Verdict.RetryLater(Duration.ofSeconds(10), VendorAnswer.NONE));
            MessageId one = replacing(world);
            MessageId two = replacing(world);
            MessageId newest = replacing(world);
            // The read for both repetitions fails, then that for the second of them.
            world.faults.failBefore("Outbox.superseded", 1);
            world.faults.before("Outbox.superseded", () -> {});
            world.faults.failBefore("Outbox.superseded", 1);
            world.pass(Duration.ofMinutes(1));

            assertThat(world.faults.count("Outbox.superseded")).isGreaterThan(3);
            assertThat(world.pushed()).containsExactly(one, two, newest);
            assertThat(world.ends(two)).containsExactly("SUPERSEDED");
        }
    }

    @Test
    void aTokenThatDiesWhileTheOtherDeviceIsDecidedDoesNotBringBackWhatIsOld() {
        try (World world = new World()) {
            world.offline(BOB, PHONE, "token-1");
            world.register(TABLET, "token-2");
            world.login(BOB, TABLET, new Client());
            world.vendor.holdNext();
            MessageId old = replacing(world);
            world.pass(Duration.ofSeconds(4));
            world.register(PHONE, "token-3");
            world.faults.before("BindingRegistry.recipients", () -> {
                replacing(world);
                world.vendor.release(new Verdict.TokenInvalid(VendorAnswer.NONE));
                world.runtime.runAll();
            });
            world.pass(Duration.ofMinutes(1));

            assertThat(world.vendor.pushed())
                    .filteredOn(pushed -> pushed.notification().messageId().equals(old))
                    .extracting(pushed -> pushed.targets().get(0).token().value())
                    .doesNotContain("token-3");
        }
    }

    private static MessageId replacing(World world) {
        SendConfig config = SendConfig.push(World.PUSH).withReplace(Replace.CONVERSATION);
        SendResult sent = world.done(world.push.messages().send(World.text(ALICE, BOB, "hello"), config));
        return ((SendResult.Stored) sent).messageId();
    }

    private static Part owed(World world, NodeId holder, UserId to, String id) {
        PushBody body = PushBody.ofMessage(
                ALICE, Conversation.peer(ALICE), PushConfig.of("Alice", "hello").withBadge(1), Replace.NOTHING);
        OwedPush push =
                new OwedPush(world.store.outbox().numbers(1), Urgency.MEDIUM, Duration.ofHours(1), "", body.encode());
        Entry entry =
                new Entry(Timeline.inbox(to), new MessageId(id), ALICE, id, Bytes.EMPTY, Bytes.EMPTY, List.of(push));
        AppendResult result = world.store.append(holder, List.of(entry)).get(0);
        return ((AppendResult.Stored) result).parts().get(0);
    }
}
