package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two processes on one store, and one is paused past its lease while it holds a message's push in every state that
 * there is: for one device the request waits in its provider's queue, for one it is written and not answered, one has a
 * session and time to acknowledge. The other process takes over. When the paused one comes back, nothing is on a phone
 * twice, nothing is lost, and it settles nothing of what it held.
 */
class PausedNodeTest {

    private static final VendorApp SLOW = new VendorApp("slow", "chat");
    private static final UserId DAVE = new UserId("dave");
    private static final DeviceId WATCH = new DeviceId("watch");
    private static final GroupId TEAM = new GroupId("team");
    private static final Duration STEP = Duration.ofMillis(100);

    private final ManualRuntime firstTime = new ManualRuntime();
    private final ManualRuntime secondTime = new ManualRuntime();
    private final InMemoryMessageStore store = new InMemoryMessageStore(secondTime);
    private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();

    /** How the first process reaches its vendors: one has a queue, one is slow to answer. */
    private final QueueingProvider queue = new QueueingProvider(APP);

    private final InMemoryPushProvider slow = new InMemoryPushProvider(SLOW);
    private final InMemoryPushProvider ofSecond = new InMemoryPushProvider(APP, SLOW);
    private final SettleLog settledByFirst = new SettleLog();
    private final SettleLog settledBySecond = new SettleLog();
    private final OfflinePush first =
            start(OfflinePush.builder().pushProvider(queue).pushProvider(slow), firstTime);

    private OfflinePush start(OfflinePushBuilder builder, ManualRuntime time) {
        SettleLog settled = time == firstTime ? settledByFirst : settledBySecond;
        OfflinePush push = builder.messageStore(settled.around(store))
                .bindingRegistry(registry)
                .groups(groups)
                .environment(time)
                .build();
        push.start();
        time.runAll();
        return push;
    }

    @Test
    void aMessageToOneUser() {
        connect(BOB, PHONE, APP, false);
        connect(BOB, TABLET, SLOW, false);
        connect(BOB, WATCH, APP, true);
        theFirstIsPausedAndComesBack(Conversation.peer(BOB));
    }

    @Test
    void aMessageToAGroup() {
        List.of(ALICE, BOB, CAROL, DAVE)
                .forEach(user -> groups.join(TEAM, user, firstTime.clock().instant()));
        connect(BOB, PHONE, APP, false);
        connect(CAROL, TABLET, SLOW, false);
        connect(DAVE, WATCH, APP, true);
        theFirstIsPausedAndComesBack(Conversation.group(TEAM));
    }

    private void connect(UserId user, DeviceId device, VendorApp app, boolean stays) {
        done(first.devices().registerPush(new Registration(device, app, new DeviceToken(device.value()))));
        Client client = new Client();
        var session = done(first.sessions().login(user, device, Platform.HARMONY_OS, client));
        if (!stays) {
            done(session.disconnect());
        }
    }

    private void theFirstIsPausedAndComesBack(Conversation to) {
        NodeId before = store.nodes().live().iterator().next();
        OfflinePush second = start(OfflinePush.builder().pushProvider(ofSecond), secondTime);
        slow.holdNext();
        PushConfig hello = PushConfig.of("Alice", "hello").withBadge(1);
        MessageId sent = ((SendResult.Stored)
                        done(first.messages().send(Message.text(ALICE, to, "hello"), SendConfig.push(hello))))
                .messageId();
        Set<PartId> held =
                store.outbox().held(before, null, 1024).stream().map(Part::id).collect(Collectors.toSet());
        assertThat(held).isNotEmpty();
        assertThat(queue.waiting()).as("for the phone, not written").isEqualTo(1);
        assertThat(devices(slow)).as("written, without an answer").containsExactly("tablet");

        for (Duration time = Duration.ZERO; time.compareTo(Duration.ofSeconds(25)) < 0; time = time.plus(STEP)) {
            firstTime.elapse(STEP);
            secondTime.advance(STEP);
        }
        List<Settlement> endedMeanwhile = settledBySecond.taken(held);
        assertThat(devices(ofSecond)).containsExactlyInAnyOrder("phone", "tablet", "watch");
        int settledBefore = settledByFirst.taken(held).size();

        // It does not know yet that its lease is over: its provider's queue moves first, and the answer comes.
        assertThat(queue.letGo()).as("written by the one that came back").isZero();
        slow.release();
        for (Duration time = Duration.ZERO; time.compareTo(Duration.ofSeconds(40)) < 0; time = time.plus(STEP)) {
            firstTime.advance(STEP);
            secondTime.advance(STEP);
            assertThat(queue.letGo()).isZero();
        }

        assertThat(settledByFirst.taken(held))
                .as("settled by the one that came back")
                .hasSize(settledBefore);
        assertThat(endedMeanwhile)
                .as("ended by the other")
                .filteredOn(Settlement.Completed.class::isInstance)
                .hasSameSizeAs(held);
        assertThat(store.nodes().live())
                .as("it is there under a new id")
                .hasSize(2)
                .doesNotContain(before);
        assertThat(store.outbox().backlog(1_000_000).owed()).isZero();
        thePhonesShowItOnce(sent);
        first.close(Duration.ZERO);
        second.close(Duration.ZERO);
    }

    private void thePhonesShowItOnce(MessageId sent) {
        List<DeviceEnd> ends = store.outbox().trace(sent).stream()
                .flatMap(line -> line.ends().lines().stream())
                .toList();
        assertThat(ends).extracting(DeviceEnd::reason).containsOnly(EndReason.ACCEPTED);
        assertThat(ends).extracting(DeviceEnd::pushId).hasSize(3).doesNotHaveDuplicates();
        List<Pushed> all = Stream.concat(slow.pushed().stream(), ofSecond.pushed().stream())
                .toList();
        assertThat(all)
                .extracting(pushed -> pushed.notification().number())
                .containsOnly(all.get(0).notification().number());
        assertThat(devices(ofSecond)).as("by the other, each once").doesNotHaveDuplicates();
        assertThat(devices(slow)).as("the repeated one has the same identity").containsExactly("tablet");
        assertThat(ofSecond.pushed())
                .as("and no badge: the phone may have counted it")
                .noneMatch(pushed -> pushed.notification().withBadge()
                        && pushed.targets().stream()
                                .anyMatch(target -> target.token().value().equals("tablet")));
    }

    private static List<String> devices(InMemoryPushProvider vendor) {
        return vendor.pushed().stream()
                .flatMap(pushed -> pushed.targets().stream())
                .map(target -> target.token().value())
                .toList();
    }

    private <T> T done(CompletionStage<T> stage) {
        firstTime.runAll();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }
}
