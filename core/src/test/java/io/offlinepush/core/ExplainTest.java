package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Explanation;
import io.offlinepush.api.Explanation.Next;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** "Why was this pushed, or not?" */
class ExplainTest {

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final World world = new World(OfflinePush.builder().groups(groups));

    @AfterEach
    void close() {
        world.close();
    }

    private Explanation explain(MessageId message, UserId user) {
        return world.done(world.push.diagnostics().explain(message, user));
    }

    private Explanation.Device only(MessageId message) {
        Explanation explained = explain(message, BOB);
        assertThat(explained.reason()).isNull();
        assertThat(explained.devices()).hasSize(1);
        return explained.devices().get(0);
    }

    @Test
    void aDeviceThatWasPushedAndWouldBeAgain() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        int pushed = world.pushed().size();

        assertThat(only(sent))
                .isEqualTo(new Explanation.Device(PHONE, phone, EndReason.ACCEPTED, Next.PUSH, null, false, 0));
        assertThat(world.pushed()).as("explaining pushes nothing").hasSize(pushed);
    }

    @Test
    void aDeviceThatLooksOnlineWaitsAndOneThatAcknowledgedHasIt() {
        PushId phone = world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        SendResult.Stored sent = world.send(ALICE, BOB, "hello");

        assertThat(only(sent.messageId()))
                .isEqualTo(new Explanation.Device(PHONE, phone, null, Next.WAIT, null, true, 0));

        Objects.requireNonNull(client.session).acknowledge(sent.timeline(), sent.sequence());
        world.runtime.runAll();
        assertThat(only(sent.messageId()))
                .isEqualTo(new Explanation.Device(
                        PHONE, phone, EndReason.DELIVERED, Next.NOTHING, EndReason.DELIVERED, true, sent.sequence()));
    }

    @Test
    void aPortThatFailsIsNamedAsEverywhere() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.faults.failBefore("BindingRegistry.recipients", 1);

        assertThat(world.failure(world.push.diagnostics().explain(sent, BOB)))
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("explain failed: java.lang.IllegalStateException");
    }

    @Test
    void aSuspectIsPushedAtOnce() {
        world.register(PHONE, "token-1");
        world.login(BOB, PHONE, new Client());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(5));

        assertThat(only(sent).next()).isEqualTo(Next.PUSH);
    }

    @Test
    void anUnregisteredDeviceAndAnExpiredPush() {
        world.login(BOB, TABLET, new Client());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(only(sent).reason()).isEqualTo(EndReason.NO_BINDING);
        world.pass(Duration.ofHours(24));
        assertThat(only(sent).reason()).isEqualTo(EndReason.EXPIRED);
    }

    @Test
    void whoIsNotLookedAtAtAll() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        MessageId plain = ((SendResult.Stored) world.done(
                        world.push.messages().send(World.text(ALICE, BOB, "no push"), SendConfig.withoutPush())))
                .messageId();

        assertThat(explain(sent, BOB).reason()).isEqualTo(EndReason.NO_BINDING);
        assertThat(explain(sent, CAROL).reason()).isEqualTo(EndReason.NOT_MEMBER);
        assertThat(explain(plain, BOB).reason()).isEqualTo(EndReason.NO_PUSH_CONFIG);
        assertThat(explain(new MessageId("unknown"), BOB))
                .isEqualTo(new Explanation(new MessageId("unknown"), BOB, null, List.of()));
    }

    @Test
    void aGroupsMembersItsSenderAndWhoJoinedLater() {
        GroupId team = new GroupId("team");
        groups.join(team, ALICE, world.store.nodes().now());
        groups.join(team, BOB, world.store.nodes().now());
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
        MessageId sent = ((SendResult.Stored)
                        world.done(world.sending(Message.text(ALICE, Conversation.group(team), "hello"))))
                .messageId();
        world.pass(Duration.ofSeconds(1));
        groups.join(team, CAROL, world.store.nodes().now());

        assertThat(only(sent).ended()).isEqualTo(EndReason.ACCEPTED);
        assertThat(explain(sent, ALICE).reason()).isEqualTo(EndReason.NOT_MEMBER);
        assertThat(explain(sent, CAROL).devices())
                .singleElement()
                .satisfies(device -> assertThat(device.reason()).isEqualTo(EndReason.NOT_MEMBER));
    }
}
