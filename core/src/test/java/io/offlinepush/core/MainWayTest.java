package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of a message, from the sender to the phone. */
class MainWayTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMessageToAnOfflinePhoneWakesItAndLoginBringsTheMessage() {
        PushId phone = world.offline(BOB, PHONE, "token-1");

        SendResult.Stored sent = world.send(ALICE, BOB, "hello");

        assertThat(sent.timeline()).isEqualTo(Timeline.inbox(BOB));
        assertThat(world.vendor.pushed()).singleElement().satisfies(pushed -> {
            assertThat(pushed.notification().messageId()).isEqualTo(sent.messageId());
            assertThat(pushed.notification().content()).isEqualTo(World.PUSH);
            assertThat(pushed.notification().sender()).isEqualTo(ALICE);
            assertThat(pushed.notification().conversation()).isEqualTo(Conversation.peer(ALICE));
            assertThat(pushed.targets()).singleElement().satisfies(target -> {
                assertThat(target.pushId()).isEqualTo(phone);
                assertThat(target.token().value()).isEqualTo("token-1");
            });
        });
        assertThat(world.ends(sent.messageId())).containsExactly("ACCEPTED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();

        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        assertThat(client.received()).singleElement().satisfies(received -> {
            assertThat(received.messageId()).isEqualTo(sent.messageId());
            assertThat(received.sequence()).isEqualTo(sent.sequence());
            assertThat(received.content()).isEqualTo("hello");
            assertThat(received.isOfflineMessage()).isTrue();
            assertThat(received.storedAt()).isEqualTo(sent.storedAt());
        });
    }

    @Test
    void anAttentivePhoneGetsTheMessageAndNoPush() {
        world.register(PHONE, "token-1");
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(client.received()).singleElement().satisfies(received -> {
            assertThat(received.content()).isEqualTo("hello");
            assertThat(received.isOfflineMessage()).isFalse();
        });
        world.pass(java.time.Duration.ofMinutes(1));
        assertThat(world.vendor.pushed()).isEmpty();
        assertThat(world.ends(sent)).containsExactly("DELIVERED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void afterLogoutNothingRingsAlsoWhenSomebodyElseUsesThePhone() {
        world.register(PHONE, "token-1");
        Session bob = world.login(BOB, PHONE, new Client());
        world.done(bob.logout());
        MessageId one = world.send(ALICE, BOB, "after the logout").messageId();
        world.done(world.login(CAROL, PHONE, new Client()).disconnect());
        MessageId two = world.send(ALICE, BOB, "Carol has the phone").messageId();
        MessageId three = world.send(ALICE, CAROL, "for Carol").messageId();

        assertThat(world.ends(one)).containsExactly("NO_BINDING");
        assertThat(world.ends(two)).containsExactly("NO_BINDING");
        assertThat(world.pushed()).containsExactly(three);
    }

    @Test
    void afterUnregisterNothingRings() {
        world.offline(BOB, PHONE, "token-1");
        world.done(world.push.devices().unregisterPush(PHONE));

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.vendor.pushed()).isEmpty();
        assertThat(world.ends(sent)).containsExactly("NO_BINDING");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        assertThat(client.texts()).containsExactly("hello");
    }

    @Test
    void aMessageWithoutPushConfigIsStoredAndNeverPushed() {
        world.offline(BOB, PHONE, "token-1");
        SendResult sent =
                world.done(world.push.messages().send(World.text(ALICE, BOB, "hello"), SendConfig.withoutPush()));

        assertThat(world.vendor.pushed()).isEmpty();
        assertThat(world.ends(((SendResult.Stored) sent).messageId())).containsExactly("NO_PUSH_CONFIG");
    }

    @Test
    void aMessageToNobodyWaitsForTheFirstLogin() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.ends(sent)).containsExactly("NO_BINDING");

        Client client = new Client();
        world.login(BOB, PHONE, client);
        assertThat(client.received()).extracting(MessageReceived::messageId).containsExactly(sent);
    }

    @Test
    void theTraceTellsTheWholeWay() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.trace(sent).events())
                .extracting(TraceEvent::stage)
                .containsExactly(TraceStage.STORED, TraceStage.DECIDED, TraceStage.HANDED_OVER, TraceStage.ENDED);
        assertThat(world.trace(sent).events().get(3).pushId()).isEqualTo(phone);
        assertThat(world.trace(sent).events().get(3).vendorCode()).isEqualTo("OK");
        assertThat(world.trace(new MessageId("unknown")).events()).isEmpty();
    }
}
