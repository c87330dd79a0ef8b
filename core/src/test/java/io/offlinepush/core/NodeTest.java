package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.ClosedException;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes on one store: what one cannot finish the other does, and nobody does it twice without saying so. */
class NodeTest {

    private static final Duration STEP = Duration.ofMillis(100);

    private final World world = new World();
    private final ManualRuntime otherRuntime = new ManualRuntime();
    private final OfflinePush other = world.start(OfflinePush.builder(), otherRuntime);

    @AfterEach
    void close() {
        other.close(Duration.ZERO);
        world.close();
    }

    /** Both work. */
    private void pass(Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minus(STEP)) {
            world.runtime.advance(STEP);
            otherRuntime.advance(STEP);
        }
    }

    /** The world's own process stands still; its time goes on, like everybody's. */
    private void passWithoutTheFirst(Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minus(STEP)) {
            world.runtime.elapse(STEP);
            otherRuntime.advance(STEP);
        }
    }

    @Test
    void liveProcessesShareTheRateOfALane() {
        int alone = pushedInASecond(false);
        int shared = pushedInASecond(true);

        // Within one of the rate: a second need not begin where a token does.
        assertThat(alone).isBetween(19, 21);
        assertThat(shared).as("with another process that has nothing to do").isBetween(9, 11);
    }

    /** How many pushes this process hands over in the second after it has looked who shares the rate. */
    private static int pushedInASecond(boolean withAnother) {
        try (World world = new World(OfflinePush.builder().setting("laneRate", "20"))) {
            OfflinePush other = withAnother ? world.start(OfflinePush.builder()) : null;
            world.offline(BOB, PHONE, "token-1");
            world.pass(Duration.ofSeconds(6));
            for (int i = 0; i < 100; i++) {
                world.send(ALICE, BOB, "message " + i);
            }
            int before = world.pushed().size();
            world.pass(Duration.ofSeconds(1));
            int inASecond = world.pushed().size() - before;
            if (other != null) {
                other.close(Duration.ZERO);
            }
            return inASecond;
        }
    }

    @Test
    void whatADeadNodeHadOnItsWayGoesOutOnceMoreAsTheSameNotificationWithoutBadge() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        world.vendor.holdNext();
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        passWithoutTheFirst(Duration.ofSeconds(14));
        assertThat(world.vendor.pushed()).as("its lease is not over").hasSize(1);
        passWithoutTheFirst(Duration.ofSeconds(7));

        List<Pushed> pushed = world.vendor.pushed();
        assertThat(pushed).hasSize(2);
        assertThat(pushed.get(1).notification().number())
                .isEqualTo(pushed.get(0).notification().number());
        assertThat(pushed.get(0).notification().withBadge()).isTrue();
        assertThat(pushed.get(1).notification().withBadge()).isFalse();
        assertThat(world.store.outbox().trace(sent)).hasSize(1);

        // The dead one was only asleep: its verdict comes too late.
        world.vendor.release();
        pass(Duration.ofSeconds(10));
        assertThat(world.store.outbox().trace(sent)).as("ended once").hasSize(1);
        assertThat(world.endsByDevice(sent)).containsKey(phone);
        assertThat(world.vendor.pushed()).hasSize(2);
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void whatADeadNodeStillWaitedForIsDecidedAnew() {
        world.register(PHONE, "token-1");
        world.login(BOB, PHONE, new Client());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        passWithoutTheFirst(Duration.ofSeconds(21));

        assertThat(world.pushed()).as("its session died with it").containsExactly(sent);
    }

    @Test
    void aNodeThatSleptOverItsLeaseEndsItsSessionsAndWorksOnUnderANewName() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        passWithoutTheFirst(Duration.ofSeconds(16));
        var before = world.store.nodes().live();

        pass(Duration.ofSeconds(6));

        assertThat(client.end()).isEqualTo(SessionEnd.NODE_STOPPED);
        assertThat(before).hasSize(1);
        assertThat(world.store.nodes().live()).hasSize(2).containsAll(before);
        Client again = Client.attentive();
        world.login(BOB, PHONE, again);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(again.texts()).containsExactly("hello");
        assertThat(world.ends(sent)).containsExactly("DELIVERED");
    }

    @Test
    void aRenewalThatFailsOnceChangesNothing() {
        world.register(PHONE, "token-1");
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        world.faults.failBefore("Nodes.renew", 1);
        pass(Duration.ofSeconds(30));

        assertThat(client.end()).isNull();
        assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId())).containsExactly("DELIVERED");
    }

    @Test
    void aNodeThatCannotRenewLetsNothingLeaveAndCatchesUpOnceItCan() {
        other.close(Duration.ZERO);
        world.offline(BOB, PHONE, "token-1");
        world.faults.failBefore("Nodes.renew", 4);
        world.pass(Duration.ofSeconds(16));

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.vendor.pushed()).as("the lease may be over").isEmpty();
        world.pass(Duration.ofSeconds(15));

        assertThat(world.pushed()).containsExactly(sent);
        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
    }

    @Test
    void aCloseEndsTheSessionsAndFreesItsPushesAtOnce() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        world.push.close(Duration.ZERO);
        pass(Duration.ofSeconds(5).plus(STEP));

        assertThat(client.end()).isEqualTo(SessionEnd.NODE_STOPPED);
        assertThat(world.pushed())
                .as("by the other, and not by the closed one too")
                .containsExactly(sent);
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aClosedInstanceLetsNothingLeave() {
        other.close(Duration.ZERO);
        world.register(PHONE, "token-1");
        world.login(BOB, PHONE, new Client());
        world.send(ALICE, BOB, "hello");

        world.push.close(Duration.ZERO);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.vendor.pushed()).isEmpty();
        assertThat(world.store.outbox().backlog(1_000_000).owed())
                .as("stays owed")
                .isEqualTo(1);
        assertThat(world.runtime.scheduled()).as("nothing is left behind").isZero();
    }

    @Test
    void aLoginThatIsUnderWayDuringTheCloseGetsNoSessionThatLives() {
        Client client = new Client();
        world.faults.after("BindingRegistry.login", () -> world.push.close(Duration.ZERO));

        var login = world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, client);
        world.runtime.runAll();

        assertThatThrownBy(() -> login.toCompletableFuture().join()).hasCauseInstanceOf(ClosedException.class);
        assertThat(world.store.nodes().live())
                .as("the session that the registry may have is of a node that is no more")
                .hasSize(1);
    }

    @Test
    void theNodesStopsAreToldApartByTheStoresTimeNotByWallClocks() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        otherRuntime.setClock(ManualRuntime.START.minus(Duration.ofDays(400)));
        SendConfig minute = SendConfig.push(World.PUSH).withExpireAfter(Duration.ofMinutes(1));
        SendResult.Stored early = (SendResult.Stored) result(minute, "early");
        otherRuntime.setClock(ManualRuntime.START.plus(Duration.ofDays(400)));
        SendResult.Stored late = (SendResult.Stored) result(minute, "late");
        pass(Duration.ofSeconds(30));

        assertThat(List.of(early, late)).allSatisfy(sent -> {
            assertThat(sent.storedAt()).isEqualTo(ManualRuntime.START);
            assertThat(world.endsByDevice(sent.messageId())).isEqualTo(Map.of(phone, "ACCEPTED"));
        });
        assertThat(late.messageId()).isGreaterThan(early.messageId());
        assertThat(world.vendor.pushed()).extracting(Pushed::timeLeft).containsOnly(Duration.ofMinutes(1));
        assertThat(world.store.nodes().live()).hasSize(2);
    }

    private SendResult result(SendConfig config, String text) {
        var stage = other.messages().send(World.text(CAROL, BOB, text), config);
        otherRuntime.runAll();
        return stage.toCompletableFuture().join();
    }
}
