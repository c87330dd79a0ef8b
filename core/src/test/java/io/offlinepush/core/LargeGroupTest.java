package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryPresence;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group with more members than a port takes in one call. */
class LargeGroupTest {

    private static final GroupId TOWN = new GroupId("town");
    private static final int MEMBERS = 10_500;
    private static final int PARTS = 11;

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final InMemoryPresence online = new InMemoryPresence();
    private World world = new World(OfflinePush.builder().groups(groups).setting("lease", "5m"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void allMembersArePushedThoughAllAreDueAtOnce() {
        MessageId sent = sendToAll();

        allBecomeDueAtOnce();

        assertThat(world.trace(sent).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, MEMBERS));
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aHostIsBelievedThatAllAreOnlineThoughAllAreDueAtOnce() {
        world.close();
        world = new World(OfflinePush.builder().groups(groups).presence(online).setting("lease", "5m"));
        MessageId sent = sendToAll();
        for (int i = 0; i < MEMBERS; i++) {
            online.connect(user(i), device(i));
        }

        allBecomeDueAtOnce();

        assertThat(world.trace(sent).counts()).isEqualTo(Map.of(EndReason.HOST_ONLINE, MEMBERS));
        assertThat(world.vendor.pushed()).as("only the first time").hasSize(PARTS);
    }

    /** The vendor is asked for all members, and has no time yet. */
    private MessageId sendToAll() {
        groups.join(TOWN, ALICE, ManualRuntime.START.minusSeconds(1));
        for (int i = 0; i < MEMBERS; i++) {
            DeviceToken token = new DeviceToken("token-" + i);
            world.registry.register(new Registration(device(i), World.APP, token), new PushId("push-" + i));
            world.registry.login(user(i), device(i), Platform.HARMONY_OS, null, 10);
            groups.join(TOWN, user(i), ManualRuntime.START.minusSeconds(1));
        }
        world.vendor.answerNext(PARTS, new Verdict.RetryLater(Duration.ofSeconds(30), VendorAnswer.NONE));
        Message message = Message.text(ALICE, Conversation.group(TOWN), "The fair is open");
        SendResult.Stored sent = (SendResult.Stored) world.done(world.sending(message));
        assertThat(world.vendor.pushed()).hasSize(PARTS);
        return sent.messageId();
    }

    /** The time of all parts comes while nothing runs, so that they are decided together. */
    private void allBecomeDueAtOnce() {
        world.runtime.elapse(Duration.ofMinutes(2));
        world.pass(Duration.ofMinutes(10));
    }

    private static UserId user(int number) {
        return new UserId("member-" + number);
    }

    private static DeviceId device(int number) {
        return new DeviceId("device-" + number);
    }
}
