package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promises 2 and 5, one verdict after the other: what is tried again, when, as what, and until when. */
class RetryTest {

    private static final VendorAnswer BUSY = new VendorAnswer("BUSY", "request-1");

    private final World world = new World();
    private final PushId phone = world.offline(BOB, PHONE, "token-1");

    @AfterEach
    void close() {
        world.close();
    }

    private Pushed pushed(int index) {
        return world.vendor.pushed().get(index);
    }

    @Test
    void retryLaterIsTriedAgainAfterAGrowingPause() {
        world.vendor.answerNext(3, new Verdict.RetryLater(null, BUSY));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        // Between half of and the whole of 1 s, 2 s, 4 s.
        world.pass(Duration.ofMillis(499));
        assertThat(world.vendor.pushed()).hasSize(1);
        world.pass(Duration.ofMillis(501));
        assertThat(world.vendor.pushed()).hasSize(2);
        world.pass(Duration.ofSeconds(2));
        assertThat(world.vendor.pushed()).hasSize(3);
        world.pass(Duration.ofMillis(999));
        assertThat(world.vendor.pushed()).hasSize(3);
        world.pass(Duration.ofSeconds(3));

        assertThat(world.vendor.pushed())
                .hasSize(4)
                .allSatisfy(pushed -> assertThat(pushed.notification())
                        .as("the same notification; nothing was taken, so the badge counts")
                        .isEqualTo(pushed(0).notification()));
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void theVendorsDelayIsHonoured() {
        world.vendor.answerNext(new Verdict.RetryLater(Duration.ofMinutes(3), BUSY));
        world.send(ALICE, BOB, "hello");

        world.pass(Duration.ofSeconds(179));
        assertThat(world.vendor.pushed()).hasSize(1);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.vendor.pushed()).hasSize(2);
    }

    @Test
    void theVendorsDelayIsHonouredWhateverHappensToTheUsersOtherDevice() {
        Client client = new Client();
        world.register(TABLET, "token-2");
        world.login(BOB, TABLET, client);
        world.vendor.answerNext(new Verdict.RetryLater(Duration.ofMinutes(3), BUSY));
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");

        world.login(BOB, TABLET, new Client());
        world.pass(Duration.ofSeconds(5));
        assertThat(world.vendor.pushed())
                .as("the phone's first try, and the tablet when its time was over")
                .hasSize(2);

        world.pass(Duration.ofSeconds(179));
        assertThat(world.vendor.pushed()).hasSize(2);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.vendor.pushed()).hasSize(3);
        assertThat(pushed(2).targets())
                .singleElement()
                .satisfies(target -> assertThat(target.pushId()).isEqualTo(phone));
        assertThat(world.ends(sent.messageId())).containsExactly("ACCEPTED", "ACCEPTED");
    }

    @Test
    void anUnknownOutcomeIsRepeatedAsTheSameNotificationWithoutBadge() {
        world.vendor.failNext(new IllegalStateException("connection reset"));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.vendor.pushed()).hasSize(2);
        assertThat(pushed(0).notification().withBadge()).isTrue();
        assertThat(pushed(1).notification().withBadge()).isFalse();
        assertThat(pushed(1).notification().number())
                .isEqualTo(pushed(0).notification().number());
        assertThat(pushed(1).notification().edition())
                .isEqualTo(pushed(0).notification().edition());
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void theDoubtStaysOverLaterRetries() {
        world.vendor.failNext(new IllegalStateException("connection reset"));
        world.vendor.answerNext(new Verdict.RetryLater(null, BUSY));
        world.send(ALICE, BOB, "hello");
        world.pass(Duration.ofSeconds(3));

        assertThat(world.vendor.pushed()).hasSize(3);
        assertThat(pushed(2).notification().withBadge()).isFalse();
    }

    @Test
    void theDoubtIsTheDevicesOwn() {
        world.offline(BOB, TABLET, "token-2");
        world.vendor.failNext(new IllegalStateException("connection reset"));
        world.send(ALICE, BOB, "hello");
        world.pass(Duration.ofSeconds(1));
        world.offline(CAROL, TABLET, "token-2");
        world.send(ALICE, CAROL, "hello");

        assertThat(world.vendor.pushed())
                .last()
                .satisfies(
                        pushed -> assertThat(pushed.notification().withBadge()).isTrue());
    }

    @Test
    void aPushWithoutAProviderStaysOwedUntilItsTimeIsOver() {
        VendorApp absent = new VendorApp("test", "other");
        world.registry.register(new Registration(PHONE, absent, new DeviceToken("token-9")), phone);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        world.pass(Duration.ofHours(23));
        assertThat(world.ends(sent)).isEmpty();
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isEqualTo(1);

        world.pass(Duration.ofHours(2));
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "EXPIRED"));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aPushWithoutAProviderGoesOutOnceThereIsOne() {
        VendorApp absent = new VendorApp("test", "other");
        world.registry.register(new Registration(PHONE, absent, new DeviceToken("token-9")), phone);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.registry.register(new Registration(PHONE, APP, new DeviceToken("token-1")), phone);

        world.pass(Duration.ofSeconds(31));

        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED"));
        assertThat(pushed(0).notification().withBadge()).as("it never left").isTrue();
    }

    @Test
    void theExpiryBoundsTheRetries() {
        world.vendor.answerWith(target -> new Verdict.RetryLater(Duration.ofSeconds(20), BUSY));
        SendConfig minute = SendConfig.push(World.PUSH).withExpireAfter(Duration.ofSeconds(50));
        SendResult.Stored sent =
                (SendResult.Stored) world.done(world.push.messages().send(World.text(ALICE, BOB, "hello"), minute));
        world.pass(Duration.ofHours(1));

        assertThat(world.endsByDevice(sent.messageId())).isEqualTo(Map.of(phone, "EXPIRED"));
        assertThat(world.vendor.pushed())
                .extracting(Pushed::timeLeft)
                .containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    @Test
    void whoLogsOutBeforeTheRetryHasItsEndThoughAnotherDeviceHadOneBefore() {
        PushId tablet = world.offline(BOB, TABLET, "token-2");
        world.vendor.answerWith(target ->
                target.pushId().equals(tablet) ? new Verdict.RetryLater(null, BUSY) : new Verdict.Accepted(BUSY));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.done(world.push.devices().logout(BOB, TABLET));
        world.pass(Duration.ofSeconds(1));

        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED", tablet, "NO_BINDING"));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aSettlementThatFailsIsRepeated() {
        world.faults.failBefore("Outbox.settle", 2);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isEqualTo(1);

        world.pass(Duration.ofSeconds(2));

        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(world.vendor.pushed()).hasSize(1);
    }

    @Test
    void aSettlementWhoseOutcomeIsUnknownEndsOnce() {
        world.faults.failAfter("Outbox.settle");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        world.pass(Duration.ofSeconds(2));

        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(world.vendor.pushed()).hasSize(1);
    }

    @Test
    void aRoundThatFailsIsRepeated() {
        world.faults.failBefore("BindingRegistry.recipients", 1);
        world.faults.failBefore("Cursors.read", 1);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.vendor.pushed()).isEmpty();

        world.pass(Duration.ofSeconds(2));

        assertThat(world.pushed()).containsExactly(sent);
    }
}
