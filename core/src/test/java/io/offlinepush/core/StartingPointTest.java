package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.Session;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Where a device begins to read, above all one that was bound without a session: nothing that was pushed to it is
 * missing.
 */
class StartingPointTest {

    private static final GroupId TEAM = new GroupId("team");

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private boolean directoryFails;
    private final World world = new World(OfflinePush.builder().groups(new Directory()));

    @AfterEach
    void close() {
        world.close();
    }

    private void bind(DeviceId device) {
        world.done(world.push.devices().login(BOB, device, Platform.HARMONY_OS));
    }

    private List<String> firstSession(DeviceId device) {
        Client client = Client.attentive();
        world.login(BOB, device, client);
        return client.texts();
    }

    private void send(String... texts) {
        for (String text : texts) {
            world.send(ALICE, BOB, text);
        }
    }

    private void sendToTeam(String text) {
        Message message = Message.text(ALICE, Conversation.group(TEAM), text);
        world.done(world.push.messages().send(message, SendConfig.push(World.PUSH)));
    }

    /** A device that acknowledges everything at once, and whose cursor is in the store. */
    private Session attentive(DeviceId device) {
        Session session = world.login(BOB, device, Client.attentive());
        cursorsAreWritten();
        return session;
    }

    private void cursorsAreWritten() {
        world.pass(Duration.ofSeconds(1));
    }

    @Test
    void aDeviceThatWasBoundWithoutASessionIsDeliveredAllThatWasPushedToIt() {
        attentive(PHONE);
        send("seen on the phone before");
        cursorsAreWritten();
        PushId tablet = world.register(TABLET, "token-1");
        bind(TABLET);

        send("one", "two", "three");
        cursorsAreWritten();

        assertThat(world.vendor.pushed())
                .hasSize(3)
                .allSatisfy(pushed -> assertThat(pushed.targets())
                        .singleElement()
                        .satisfies(target -> assertThat(target.pushId()).isEqualTo(tablet)));
        assertThat(firstSession(TABLET)).containsExactly("one", "two", "three");
    }

    @Test
    void bindingItAgainDoesNotMoveItsStart() {
        attentive(PHONE);
        bind(TABLET);
        send("one");
        cursorsAreWritten();
        bind(TABLET);
        world.done(world.push.devices().logout(BOB, TABLET));
        bind(TABLET);

        assertThat(firstSession(TABLET)).containsExactly("one");
    }

    @Test
    void aFirstDeviceThatIsBoundBeginsAtTheOldestKeptMessageEvenIfASecondOneCameFurther() {
        send("one");
        bind(TABLET);
        send("two");
        attentive(PHONE);

        assertThat(firstSession(TABLET)).containsExactly("one", "two");
    }

    @Test
    void whatIsAcknowledgedElsewhereWhileItIsBeingBoundIsNotSkipped() {
        Session phone = attentive(PHONE);
        send("before");
        cursorsAreWritten();
        world.faults.before("BindingRegistry.login", () -> {
            send("meanwhile");
            phone.heartbeat();
            cursorsAreWritten();
        });
        bind(TABLET);

        assertThat(firstSession(TABLET)).containsExactly("meanwhile");
    }

    @Test
    void inAGroupToo() {
        groups.join(TEAM, BOB, world.runtime.clock().instant());
        attentive(PHONE);
        sendToTeam("before");
        cursorsAreWritten();
        bind(TABLET);
        sendToTeam("one");
        sendToTeam("two");
        cursorsAreWritten();

        assertThat(firstSession(TABLET)).containsExactly("one", "two");
    }

    @Test
    void inAGroupThatItsUserJoinedWhileItWasAwayItBeginsWhereTheyJoined() {
        attentive(PHONE);
        bind(TABLET);
        sendToTeam("before they joined");
        world.pass(Duration.ofSeconds(60));
        groups.join(TEAM, BOB, world.runtime.clock().instant());
        attentive(PHONE);
        sendToTeam("pushed to the tablet, read on the phone");
        cursorsAreWritten();

        assertThat(firstSession(TABLET)).containsExactly("pushed to the tablet, read on the phone");
    }

    @Test
    void aDirectoryThatFailsCostsNothingThatWasPushed() {
        groups.join(TEAM, BOB, world.runtime.clock().instant());
        attentive(PHONE);
        directoryFails = true;
        bind(TABLET);
        directoryFails = false;
        send("one");
        sendToTeam("two");
        cursorsAreWritten();

        assertThat(firstSession(TABLET)).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aStartThatCannotBeWrittenFailsTheLoginWhichMayBeRepeated() {
        attentive(PHONE);
        world.faults.failBefore("Cursors.advance", 1);
        Throwable failure = world.failure(world.push.devices().login(BOB, TABLET, Platform.HARMONY_OS));

        assertThat(failure)
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("login failed: java.lang.IllegalStateException");
        assertThat(world.registry.find(TABLET)).as("not bound without a start").isEmpty();
        bind(TABLET);
        send("one");
        assertThat(firstSession(TABLET)).containsExactly("one");
    }

    @Test
    void aDeviceThatWasRemovedForAnotherGoesOnWhereItWas() {
        for (int i = 1; i <= 10; i++) {
            bind(new DeviceId("device-" + i));
        }
        send("one");
        bind(PHONE);
        assertThat(world.registry.find(new DeviceId("device-1"))).isEmpty();
        attentive(PHONE);

        assertThat(firstSession(new DeviceId("device-1"))).containsExactly("one");
    }

    @Test
    void missedMessagesOfABoundDeviceAreMarkedAsSuch() {
        attentive(PHONE);
        bind(TABLET);
        send("one");
        cursorsAreWritten();
        Client client = Client.attentive();
        world.login(BOB, TABLET, client);

        assertThat(client.received())
                .extracting(MessageReceived::isOfflineMessage)
                .containsExactly(true);
    }

    /** A host's directory that can be away. */
    private final class Directory implements GroupDirectory {

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            return groups.members(group, after, limit);
        }

        @Override
        public Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> users) {
            return groups.stillMembers(group, users);
        }

        @Override
        public List<Membership> groupsOf(UserId user) {
            if (directoryFails) {
                throw new IllegalStateException("the directory is away");
            }
            return groups.groupsOf(user);
        }
    }
}
