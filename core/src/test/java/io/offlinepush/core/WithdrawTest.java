package io.offlinepush.core;

import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryPresence;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host takes back leaves no more, wherever it stands just then. */
class WithdrawTest {

    private static final NotificationKey KEY = new NotificationKey("msg-1");

    private final InMemoryPresence online = new InMemoryPresence();
    private final World world = new World(
            OfflinePush.builder().presence(online).setting("laneInFlight", "1").setting("laneParts", "10"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anUnknownOneIsAnsweredSoAndNothingIsStored() {
        assertThat(world.done(world.push.notifications().withdraw(KEY))).isFalse();
        assertThat(head()).isZero();
    }

    @Test
    void inTheSameBreathAsItIsOwed() {
        world.offline(BOB, PHONE, "token-1");
        var owed = world.push.notifications().notify(KEY, Audience.users(BOB), World.PUSH, NotifyOptions.DEFAULT);
        var withdrawn = world.push.notifications().withdraw(KEY);

        assertThat(world.done(withdrawn)).isTrue();
        MessageId id = ((NotifyResult.Owed) world.done(owed)).messageId();
        assertThat(world.ends(id)).containsAnyOf("WITHDRAWN", "ACCEPTED").hasSize(1);
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void whileTheDeviceHasTimeToAcknowledge() {
        world.register(PHONE, "token-1");
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        online.connect(BOB, PHONE);
        MessageId id = owed(Audience.users(BOB));

        withdraw();
        world.pass(Duration.ofSeconds(6));

        assertThat(world.ends(id)).containsExactly("WITHDRAWN");
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void whileItWaitsForItsTurnInTheLane() {
        world.offline(CAROL, TABLET, "token-2");
        world.offline(BOB, PHONE, "token-1");
        world.vendor.holdNext();
        world.send(BOB, CAROL, "in the way");
        MessageId id = owed(Audience.users(BOB));
        assertThat(world.ends(id)).isEmpty();

        withdraw();
        world.vendor.release();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.ends(id)).containsExactly("WITHDRAWN");
        assertThat(world.pushed()).hasSize(1).doesNotContain(id);
    }

    @Test
    void betweenTheDecisionAndTheWrite() {
        QueueingProvider queue = new QueueingProvider(World.APP);
        try (World slow = new World(OfflinePush.builder(), queue)) {
            slow.offline(BOB, PHONE, "token-1");
            NotifyResult owed = slow.done(
                    slow.push.notifications().notify(KEY, Audience.users(BOB), World.PUSH, NotifyOptions.DEFAULT));
            assertThat(queue.waiting()).isEqualTo(1);

            assertThat(slow.done(slow.push.notifications().withdraw(KEY))).isTrue();

            assertThat(queue.letGo())
                    .as("the decision is fresh, and out of date")
                    .isZero();
            slow.runtime.runAll();
            assertThat(slow.ends(((NotifyResult.Owed) owed).messageId())).containsExactly("WITHDRAWN");
        }
    }

    @Test
    void whileItIsTriedAgainAndTwice() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerWith(target -> new Verdict.RetryLater(null, VendorAnswer.NONE));
        MessageId id = owed(Audience.users(BOB));
        int before = world.vendor.pushed().size();

        withdraw();
        withdraw();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.ends(id)).containsExactly("WITHDRAWN");
        assertThat(world.vendor.pushed()).hasSize(before);
        assertThat(world.trace(id).counts()).isEqualTo(Map.of(EndReason.WITHDRAWN, 1));
        assertThat(entries()).as("written once").isEqualTo(2);
    }

    @Test
    void aRepetitionOfTheKeyOwesNothing() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerWith(target -> new Verdict.RetryLater(null, VendorAnswer.NONE));
        owed(Audience.users(BOB));
        withdraw();

        assertThat(world.done(
                        world.push.notifications().notify(KEY, Audience.users(BOB), World.PUSH, NotifyOptions.DEFAULT)))
                .isInstanceOf(NotifyResult.Repeated.class);
        world.pass(Duration.ofMinutes(2));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void afterTheProcessWasStartedAnew() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerWith(target -> new Verdict.RetryLater(null, VendorAnswer.NONE));
        MessageId id = owed(Audience.users(BOB));
        withdraw();
        int before = world.vendor.pushed().size();
        world.push.close(Duration.ZERO);
        world.runtime.runAll();

        OfflinePush next = world.start(OfflinePush.builder().presence(online));
        world.pass(Duration.ofMinutes(2));

        assertThat(world.done(next.diagnostics().trace(id)).counts()).isEqualTo(Map.of(EndReason.WITHDRAWN, 1));
        assertThat(world.vendor.pushed()).hasSize(before);
        next.close(Duration.ZERO);
        world.runtime.runAll();
    }

    @Test
    void onAnotherProcess() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerWith(target -> new Verdict.RetryLater(null, VendorAnswer.NONE));
        MessageId id = owed(Audience.users(BOB));
        int before = world.vendor.pushed().size();
        OfflinePush other = world.start(OfflinePush.builder().presence(online));

        assertThat(world.done(other.notifications().withdraw(KEY))).isTrue();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.ends(id)).containsExactly("WITHDRAWN");
        assertThat(world.vendor.pushed()).hasSize(before);
        other.close(Duration.ZERO);
        world.runtime.runAll();
    }

    @Test
    void beforeThePagesOfItsAudienceAreRead() {
        List<UserId> users =
                IntStream.range(0, 200).mapToObj(i -> new UserId("user-" + i)).toList();
        world.offline(users.get(0), PHONE, "token-1");
        world.faults.failBefore("BindingRegistry.recipients", 40);
        MessageId id = owed(Audience.users(users));
        assertThat(world.ends(id)).as("its page could not be planned").isEmpty();

        withdraw();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.ends(id)).containsExactly("WITHDRAWN");
        assertThat(world.vendor.pushed()).isEmpty();
    }

    private MessageId owed(Audience audience) {
        return ((NotifyResult.Owed)
                        world.done(world.push.notifications().notify(KEY, audience, World.PUSH, NotifyOptions.DEFAULT)))
                .messageId();
    }

    private void withdraw() {
        assertThat(world.done(world.push.notifications().withdraw(KEY))).isTrue();
    }

    private long head() {
        return world.store.heads(List.of(Timeline.notification(KEY))).getOrDefault(Timeline.notification(KEY), 0L);
    }

    private int entries() {
        var pages = world.store.read(Map.of(Timeline.notification(KEY), 0L), 10);
        return pages.values().iterator().next().entries().size();
    }
}
