package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 3, on the way out: what was decided for a former user does not leave, not even from a provider's queue. */
class LeavingTest {

    private final QueueingProvider vendor = new QueueingProvider(World.APP);
    private final World world = new World(OfflinePush.builder(), vendor);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void afterALogoutWhatTheProviderStillHasDoesNotLeave() {
        PushId phone = world.register(PHONE, "token-1");
        Session session = world.login(BOB, PHONE, new Client());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(5));
        assertThat(vendor.waiting()).isEqualTo(1);

        world.done(session.logout());
        assertThat(vendor.letGo()).isZero();
        world.runtime.runAll();

        assertThat(vendor.left()).isEmpty();
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "NO_BINDING"));
    }

    @Test
    void afterAHostsLogoutAnUnregisterOrATakeOverNeither() {
        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "one");
        world.done(world.push.devices().logout(BOB, PHONE));
        assertThat(vendor.letGo()).isZero();

        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "two");
        world.done(world.push.devices().unregisterPush(PHONE));
        assertThat(vendor.letGo()).isZero();

        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "three");
        world.login(CAROL, PHONE, new Client());
        assertThat(vendor.letGo()).isZero();

        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "four");
        world.register(TABLET, "token-1");
        assertThat(vendor.letGo()).isZero();
        assertThat(vendor.left()).isEmpty();
    }

    @Test
    void afterATokenRefreshNothingLeavesForTheOldTokenAndTheNewOneIsPushed() {
        PushId phone = world.offline(BOB, PHONE, "token-old");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(vendor.waiting()).isEqualTo(1);

        world.register(PHONE, "token-new");
        assertThat(vendor.letGo()).as("decided for the old token").isZero();
        world.runtime.runAll();
        assertThat(vendor.letGo()).as("decided anew").isEqualTo(1);
        world.runtime.runAll();

        assertThat(tokens()).containsExactly("token-new");
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void aPushThatIsDecidedWhileTheNewTokenIsBeingWrittenDoesNotLeaveForTheOldOne() {
        world.offline(BOB, PHONE, "token-old");
        // The registry still has the old token when this is decided.
        world.faults.before("BindingRegistry.register", () -> {
            world.send(ALICE, BOB, "hello");
            assertThat(vendor.waiting()).isEqualTo(1);
        });

        world.register(PHONE, "token-new");
        vendor.letGo();
        world.runtime.runAll();
        vendor.letGo();

        assertThat(tokens()).containsExactly("token-new");
    }

    private List<String> tokens() {
        return vendor.left().stream()
                .flatMap(request -> request.targets().stream())
                .map(target -> target.token().value())
                .toList();
    }

    @Test
    void aPushThatIsDecidedWhileTheLogoutIsBeingWrittenDoesNotLeaveAfterIt() {
        world.offline(BOB, PHONE, "token-1");
        // The registry still has Bob on the phone when this is decided.
        world.faults.before("BindingRegistry.logout", () -> world.send(ALICE, BOB, "hello"));

        world.done(world.push.devices().logout(BOB, PHONE));

        assertThat(vendor.waiting()).isEqualTo(1);
        assertThat(vendor.letGo()).isZero();
    }

    @Test
    void aPushThatWasBeingDecidedDuringTheLogoutDoesNotLeaveAfterIt() {
        world.offline(BOB, PHONE, "token-1");
        // The decision has read that Bob is there; before it hands over, he is not.
        world.faults.after(
                "BindingRegistry.recipients",
                () -> world.done(world.push.devices().logout(BOB, PHONE)));
        world.send(ALICE, BOB, "hello");

        assertThat(vendor.waiting()).isEqualTo(1);
        assertThat(vendor.letGo()).isZero();
    }

    @Test
    void theAgeOfADecisionCountsFromBeforeItsReads() {
        world.offline(BOB, PHONE, "token-1");
        world.faults.after("BindingRegistry.recipients", () -> world.runtime.elapse(Duration.ofMillis(1_001)));
        world.send(ALICE, BOB, "hello");

        assertThat(vendor.waiting()).isEqualTo(1);
        assertThat(vendor.letGo()).as("the registry was slow").isZero();
    }

    @Test
    void aProcessThatSleptOverItsLeaseLetsNothingLeaveThoughTheDecisionIsFresh() {
        QueueingProvider queue = new QueueingProvider(World.APP);
        OfflinePushBuilder builder =
                OfflinePush.builder().setting("lease", "2s").setting("bindingFreshness", "10s");
        try (World slow = new World(builder, queue)) {
            slow.offline(BOB, PHONE, "token-1");
            slow.send(ALICE, BOB, "hello");
            slow.runtime.elapse(Duration.ofSeconds(2));

            assertThat(queue.letGo()).as("somebody else may have it").isZero();
            slow.pass(Duration.ofSeconds(2));
            assertThat(queue.letGo()).as("under its new name").isEqualTo(1);
        }
    }

    @Test
    void afterTheCloseWhatAProviderStillHasDoesNotLeave() {
        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "hello");

        world.push.close(Duration.ZERO);

        assertThat(vendor.letGo()).as("it is anybody's now").isZero();
    }

    @Test
    void aLogoutThatIsRepeatedBecauseItsOutcomeWasUnknownHoldsBackAsWell() {
        world.register(PHONE, "token-1");
        Session session = world.login(BOB, PHONE, new Client());
        world.send(ALICE, BOB, "hello");
        world.pass(Duration.ofSeconds(5));
        world.faults.failAfter("BindingRegistry.logout");

        assertThat(world.failure(session.logout())).isInstanceOf(OfflinePushException.class);
        world.done(session.logout());

        assertThat(vendor.letGo()).isZero();
    }

    @Test
    void anotherDevicesPushIsDecidedAnewAndLeaves() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        PushId tablet = world.offline(BOB, TABLET, "token-2");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        world.done(world.push.devices().logout(BOB, TABLET));
        vendor.letGo();
        world.runtime.runAll();
        assertThat(vendor.letGo()).isEqualTo(1);
        world.runtime.runAll();

        assertThat(vendor.left())
                .singleElement()
                .satisfies(left -> assertThat(left.targets())
                        .singleElement()
                        .satisfies(target -> assertThat(target.pushId()).isEqualTo(phone)));
        assertThat(world.endsByDevice(sent))
                .as("each device has its end")
                .isEqualTo(Map.of(phone, "ACCEPTED", tablet, "NO_BINDING"));
    }

    @Test
    void ofManyDevicesNoneWaitsLongerForTheLogoutOfOne() {
        for (int i = 0; i < 6; i++) {
            world.offline(BOB, new DeviceId("device-" + i), "token-" + i);
        }
        world.send(ALICE, BOB, "hello");
        world.done(world.push.devices().logout(BOB, new DeviceId("device-0")));
        vendor.letGo();
        world.runtime.runAll();
        vendor.letGo();

        assertThat(vendor.left())
                .singleElement()
                .satisfies(left -> assertThat(left.targets()).hasSize(5));
    }

    @Test
    void whatIsNotFreshIsDecidedAnewAndLeavesThenWithItsBadge() {
        world.offline(BOB, PHONE, "token-1");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofMillis(1_001));

        assertThat(vendor.letGo()).as("older than bindingFreshness").isZero();
        world.runtime.runAll();
        world.pass(Duration.ofSeconds(1));
        assertThat(vendor.letGo()).as("just fresh enough").isEqualTo(1);
        world.runtime.runAll();

        assertThat(vendor.left())
                .singleElement()
                .satisfies(left -> assertThat(left.notification().withBadge()).isTrue());
        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
    }

    @Test
    void whatOnAnotherNodeLoggedOutDoesNotLeaveHereOnceItIsNotFresh() {
        OfflinePush other = world.start(OfflinePush.builder());
        world.offline(BOB, PHONE, "token-1");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.done(other.devices().logout(BOB, PHONE));

        world.pass(Duration.ofMillis(1_001));
        assertThat(vendor.letGo()).isZero();
        world.runtime.runAll();

        assertThat(world.ends(sent)).containsExactly("NO_BINDING");
        other.close(Duration.ZERO);
    }

    @Test
    void aProviderThatIsAlwaysTooLateIsTriedAgainLaterAndNotForEver() {
        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "hello");
        for (int i = 0; i < 4; i++) {
            world.pass(Duration.ofMillis(1_001));
            vendor.letGo();
            world.runtime.runAll();
        }

        assertThat(vendor.waiting()).as("waits for its turn").isZero();
        world.pass(Duration.ofSeconds(1));
        assertThat(vendor.letGo()).isEqualTo(1);
    }

    @Test
    void aLogoutWaitsForAWriteThatIsRunning() throws Exception {
        world.register(PHONE, "token-1");
        Session session = world.login(BOB, PHONE, new Client());
        world.send(ALICE, BOB, "hello");
        world.pass(Duration.ofSeconds(5));

        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        vendor.duringTheWrite(() -> {
            writing.countDown();
            await(goOn);
        });
        CompletableFuture<Integer> left = CompletableFuture.supplyAsync(
                vendor::letGo, task -> thread(task).start());
        await(writing);
        CompletableFuture<Void> logout = session.logout().toCompletableFuture();
        Thread loggingOut = thread(world.runtime::runAll);
        loggingOut.start();
        // It has come as far as it can when it waits for the gate.
        while (loggingOut.isAlive() && loggingOut.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(logout).isNotDone();

        goOn.countDown();
        loggingOut.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(logout).isDone();
        assertThat(left.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    private static Thread thread(Runnable task) {
        return new Thread(task, "leaving-test");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
