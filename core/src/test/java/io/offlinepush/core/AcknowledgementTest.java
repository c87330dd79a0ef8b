package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Promise 4: offline devices are woken, attentive ones are left alone. An acknowledgement decides, presence does not.
 */
class AcknowledgementTest {

    private static final Timeline INBOX = Timeline.inbox(BOB);
    private static final Duration ALMOST = Duration.ofMillis(4_999);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final World world = new World();
    private final Client client = new Client();
    private PushId phone = new PushId("none");
    private Session session = world.login(BOB, PHONE, client);

    @BeforeEach
    void register() {
        phone = world.register(PHONE, "token-1");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSilentPhoneIsPushedWhenItsTimeIsOver() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        world.pass(ALMOST);
        assertThat(world.vendor.pushed()).isEmpty();
        assertThat(world.ends(sent)).isEmpty();
        assertThat(world.trace(sent).events()).last().satisfies(event -> {
            assertThat(event.stage()).isEqualTo(TraceStage.WAITING);
            assertThat(event.pushId()).isEqualTo(phone);
        });

        world.pass(MOMENT);
        assertThat(world.pushed()).containsExactly(sent);
        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(world.vendor.pushed().get(0).notification().withBadge())
                .as("nothing went out before")
                .isTrue();
    }

    @Test
    void anAcknowledgementInTimeEndsItAtOnce() {
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");
        world.pass(ALMOST);

        session.acknowledge(INBOX, sent.sequence());
        world.runtime.runAll();

        assertThat(world.endsByDevice(sent.messageId())).isEqualTo(Map.of(phone, "DELIVERED"));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void anAcknowledgementCoversAllBeforeIt() {
        MessageId one = world.send(ALICE, BOB, "one").messageId();
        SendResult.Stored two = world.send(ALICE, BOB, "two");
        MessageId three = world.send(ALICE, BOB, "three").messageId();

        session.acknowledge(INBOX, two.sequence());
        world.pass(Duration.ofSeconds(5));

        assertThat(world.ends(one)).containsExactly("DELIVERED");
        assertThat(world.ends(two.messageId())).containsExactly("DELIVERED");
        assertThat(world.pushed()).containsExactly(three);
    }

    @Test
    void anAcknowledgementAfterThePushChangesNothing() {
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");
        world.pass(Duration.ofSeconds(5));

        session.acknowledge(INBOX, sent.sequence());
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).containsExactly(sent.messageId());
        assertThat(world.ends(sent.messageId())).containsExactly("ACCEPTED");
    }

    @Test
    void afterOneMissedAcknowledgementWhatFollowsIsPushedAtOnce() {
        world.send(ALICE, BOB, "missed");
        world.pass(Duration.ofSeconds(5));

        MessageId next = world.send(ALICE, BOB, "next").messageId();

        assertThat(world.pushed()).last().isEqualTo(next);
        assertThat(client.texts()).as("live delivery goes on").containsExactly("missed", "next");
    }

    @Test
    void anAcknowledgementClearsTheSuspicion() {
        SendResult.Stored missed = world.send(ALICE, BOB, "missed");
        world.pass(Duration.ofSeconds(5));
        session.acknowledge(INBOX, missed.sequence());
        world.runtime.runAll();

        world.send(ALICE, BOB, "next");
        world.pass(ALMOST);

        assertThat(world.vendor.pushed()).hasSize(1);
        world.pass(MOMENT);
        assertThat(world.vendor.pushed()).hasSize(2);
    }

    @Test
    void aNewLoginClearsTheSuspicion() {
        world.send(ALICE, BOB, "missed");
        world.pass(Duration.ofSeconds(5));
        world.login(BOB, PHONE, new Client());

        world.send(ALICE, BOB, "next");
        world.pass(ALMOST);

        assertThat(world.vendor.pushed()).hasSize(1);
    }

    @Test
    void whoDisconnectsWhileItWaitsIsPushedAtOnce() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(1));

        world.done(session.disconnect());

        assertThat(world.pushed()).containsExactly(sent);
    }

    @Test
    void whoLogsOutWhileItWaitsIsNotPushed() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(1));

        world.done(session.logout());

        assertThat(world.endsByDevice(sent)).as("at once").isEqualTo(Map.of(phone, "NO_BINDING"));
        world.pass(Duration.ofMinutes(1));
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void eachDeviceForItself() {
        PushId tablet = world.offline(BOB, TABLET, "token-2");
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");

        assertThat(world.vendor.pushed())
                .singleElement()
                .satisfies(pushed -> assertThat(pushed.targets())
                        .singleElement()
                        .satisfies(target -> assertThat(target.pushId()).isEqualTo(tablet)));

        session.acknowledge(INBOX, sent.sequence());
        world.runtime.runAll();
        assertThat(world.endsByDevice(sent.messageId())).isEqualTo(Map.of(tablet, "ACCEPTED", phone, "DELIVERED"));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void loggingInAgainDoesNotWinMoreTime() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(4));
        world.login(BOB, PHONE, new Client());

        world.pass(Duration.ofMillis(999));
        assertThat(world.vendor.pushed()).isEmpty();
        world.pass(MOMENT);
        assertThat(world.pushed()).containsExactly(sent);
    }

    @Test
    void whatWasNotDeliveredCannotBeAcknowledged() {
        client.refusing = true;
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");

        session.acknowledge(INBOX, sent.sequence());
        session.acknowledge(INBOX, Long.MAX_VALUE);
        world.pass(Duration.ofSeconds(5));

        assertThat(world.pushed()).containsExactly(sent.messageId());
    }

    @Test
    void acknowledgingOutOfOrderTwiceOrElsewhereIsHarmless() {
        MessageId one = world.send(ALICE, BOB, "one").messageId();
        SendResult.Stored two = world.send(ALICE, BOB, "two");
        session.acknowledge(INBOX, two.sequence());
        session.acknowledge(INBOX, 1);
        session.acknowledge(INBOX, two.sequence());
        session.acknowledge(INBOX, -1);
        session.acknowledge(Timeline.inbox(ALICE), 1);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.ends(one)).containsExactly("DELIVERED");
        assertThat(world.ends(two.messageId())).containsExactly("DELIVERED");
        assertThat(client.texts()).containsExactly("one", "two");
    }

    @Test
    void anAcknowledgementBeforeTheDecisionCountsThoughItIsNotWrittenYet() {
        try (World slow = new World(OfflinePush.builder().setting("cursorInterval", "4s"))) {
            slow.register(PHONE, "token-1");
            slow.login(BOB, PHONE, Client.attentive());
            slow.faults.failBefore("BindingRegistry.recipients", 1);
            MessageId sent = slow.send(ALICE, BOB, "hello").messageId();
            assertThat(slow.ends(sent)).as("not decided yet").isEmpty();

            slow.pass(Duration.ofSeconds(1));

            assertThat(slow.ends(sent)).containsExactly("DELIVERED");
        }
    }

    @Test
    void anAcknowledgementReachesANodeThatHasNotTheSessionThroughTheStore() {
        OfflinePush other = world.start(OfflinePush.builder());
        Client far = Client.attentive();
        Session session = world.login(other, BOB, TABLET, far);
        PushId tablet = world.register(TABLET, "token-2");
        world.done(this.session.logout());

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(3));
        session.heartbeat();
        world.pass(Duration.ofSeconds(2));

        assertThat(far.texts()).containsExactly("hello");
        assertThat(world.vendor.pushed()).isEmpty();
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(tablet, "DELIVERED"));
        other.close(Duration.ZERO);
    }

    @Test
    void anAcknowledgementOnAnotherNodeClearsTheSuspicionHere() {
        OfflinePush other = world.start(OfflinePush.builder());
        Session far = world.login(other, BOB, PHONE, new Client());
        SendResult.Stored missed = world.send(ALICE, BOB, "missed");
        world.pass(Duration.ofSeconds(5));
        MessageId suspected = world.send(ALICE, BOB, "suspected").messageId();
        assertThat(world.pushed()).containsExactly(missed.messageId(), suspected);

        far.heartbeat();
        world.runtime.runAll();
        far.acknowledge(INBOX, missed.sequence());
        world.pass(Duration.ofSeconds(2));
        world.send(ALICE, BOB, "next");

        assertThat(world.pushed()).as("given its time again").hasSize(2);
        other.close(Duration.ZERO);
    }

    @Test
    void aDisconnectedSessionsAcknowledgementsAreInTheStoreBeforeItIsGone() {
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");
        session.acknowledge(INBOX, sent.sequence());
        world.done(session.disconnect());

        OfflinePush other = world.start(OfflinePush.builder());
        Client again = new Client();
        world.login(other, BOB, PHONE, again);
        assertThat(again.received()).as("also for another node").isEmpty();
        other.close(Duration.ZERO);
    }

    @Test
    void anOnlineDeviceThatIsNotRegisteredIsLeftToItsSession() {
        world.done(world.push.devices().unregisterPush(PHONE));

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.ends(sent)).containsExactly("NO_BINDING");
        assertThat(client.texts()).containsExactly("hello");
        assertThat(world.trace(sent).events()).extracting(TraceEvent::stage).doesNotContain(TraceStage.WAITING);
    }
}
