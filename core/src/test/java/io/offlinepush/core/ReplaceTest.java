package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.PUSH;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The newest notification of a conversation takes the place of the one that shows, and an old one never that of a
 * newer.
 */
class ReplaceTest {

    private static final SendConfig REPLACING = SendConfig.push(PUSH).withReplace(Replace.CONVERSATION);
    private static final Verdict LATER = new Verdict.RetryLater(null, new VendorAnswer("503", ""));
    private static final GroupId TEAM = new GroupId("team");
    private static final Instant LONG_AGO = ManualRuntime.START.minusSeconds(3600);

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final World world = new World(OfflinePush.builder().groups(groups));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void eachFirstAttemptGoesOutHoweverManyFollow() {
        world.offline(BOB, PHONE, "token-1");
        for (int i = 0; i < 5; i++) {
            world.push.messages().send(World.text(ALICE, BOB, "message " + i), REPLACING);
        }
        world.runtime.runAll();

        assertThat(world.vendor.pushed())
                .hasSize(5)
                .allSatisfy(
                        pushed -> assertThat(pushed.notification().replace()).isEqualTo(Replace.CONVERSATION))
                .extracting(pushed -> pushed.notification().number())
                .doesNotHaveDuplicates();
    }

    @Test
    void aRepetitionDoesNotTakeThePlaceOfSomethingNewer() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        world.vendor.answerNext(LATER);
        MessageId old = send(ALICE, Conversation.peer(BOB), REPLACING);
        MessageId newer = send(ALICE, Conversation.peer(BOB), REPLACING);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).containsExactly(old, newer);
        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(phone, "SUPERSEDED"));
        assertThat(world.endsByDevice(newer)).isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void norDoesOneWhoseOutcomeIsUnknown() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        world.vendor.failNext(new IllegalStateException("no answer"));
        MessageId old = send(ALICE, Conversation.peer(BOB), REPLACING);
        MessageId newer = send(ALICE, Conversation.peer(BOB), REPLACING);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).containsExactly(old, newer);
        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(phone, "SUPERSEDED"));
    }

    @Test
    void norDoesOneWhoseTokenWasDeadAndIsAnotherOneNow() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        world.vendor.holdNext();
        MessageId old = send(ALICE, Conversation.peer(BOB), REPLACING);
        world.done(world.push.devices().registerPush(new Registration(PHONE, World.APP, new DeviceToken("token-2"))));
        MessageId newer = send(ALICE, Conversation.peer(BOB), REPLACING);
        world.vendor.release(new Verdict.TokenInvalid(VendorAnswer.NONE));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).doesNotHaveDuplicates().contains(newer);
        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(phone, "SUPERSEDED"));
        assertThat(world.endsByDevice(newer)).isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void aRepetitionOfTheNewestGoesOut() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        MessageId old = send(ALICE, Conversation.peer(BOB), REPLACING);
        world.vendor.answerNext(2, LATER);
        MessageId newest = send(ALICE, Conversation.peer(BOB), REPLACING);
        send(CAROL, Conversation.peer(BOB), REPLACING);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed().stream().filter(newest::equals))
                .as("one in vain")
                .hasSize(2);
        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(phone, "ACCEPTED"));
        assertThat(world.endsByDevice(newest)).isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void whatReplacesNothingIsRepeatedWhateverFollows() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerNext(LATER);
        MessageId old = send(ALICE, Conversation.peer(BOB), SendConfig.push(PUSH));
        MessageId newer = send(ALICE, Conversation.peer(BOB), SendConfig.push(PUSH));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).containsExactly(old, newer, old);
    }

    @Test
    void whatAMemberSaidStandsForNothingOnTheMembersOwnPhone() {
        join(ALICE, BOB, CAROL);
        PushId bobs = world.offline(BOB, PHONE, "token-b");
        PushId carols = world.offline(CAROL, TABLET, "token-c");
        world.vendor.answerNext(2, LATER);
        MessageId old = send(ALICE, Conversation.group(TEAM), REPLACING);
        MessageId newer = send(CAROL, Conversation.group(TEAM), REPLACING);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(bobs, "SUPERSEDED", carols, "ACCEPTED"));
        assertThat(world.endsByDevice(newer)).isEqualTo(Map.of(bobs, "ACCEPTED"));
    }

    @Test
    void afterAnOutageTooTheNewestForADeviceIsOneThatIsMeantForIt() {
        join(ALICE, BOB, CAROL);
        PushId bobs = world.offline(BOB, PHONE, "token-b");
        PushId carols = world.offline(CAROL, TABLET, "token-c");
        world.vendor.answerWith(target -> LATER);
        MessageId old = send(ALICE, Conversation.group(TEAM), SendConfig.push(PUSH));
        send(CAROL, Conversation.group(TEAM), SendConfig.push(PUSH));
        world.pass(Duration.ofMinutes(30));
        world.vendor.answerWith(target -> new Verdict.Accepted(VendorAnswer.NONE));
        world.pass(Duration.ofMinutes(30));

        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(bobs, "SUPERSEDED", carols, "ACCEPTED"));
    }

    @Test
    void aHostsNotificationReplacesWithinItsConversation() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        NotifyOptions options =
                NotifyOptions.DEFAULT.withReplace(Replace.CONVERSATION).withConversation(Conversation.peer(ALICE));
        world.vendor.answerNext(LATER);
        MessageId old = notify("one", options);
        MessageId newer = notify("two", options);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).containsExactly(old, newer);
        assertThat(world.endsByDevice(old)).isEqualTo(Map.of(phone, "SUPERSEDED"));
    }

    @Test
    void aHostsNotificationThatReplacesNeedsAConversation() {
        assertThatThrownBy(() -> world.push
                        .notifications()
                        .notify(
                                new NotificationKey("one"),
                                Audience.users(BOB),
                                PUSH,
                                NotifyOptions.DEFAULT.withReplace(Replace.CONVERSATION)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("notifyOptions.conversation must be given where it replaces");
    }

    @Test
    void theSameKeyThatReplacesIsAnotherNotification() {
        NotifyOptions options = NotifyOptions.DEFAULT.withConversation(Conversation.peer(ALICE));
        notify("one", options);
        assertThat(world.done(world.push
                        .notifications()
                        .notify(
                                new NotificationKey("one"),
                                Audience.users(BOB),
                                PUSH,
                                options.withReplace(Replace.CONVERSATION))))
                .isInstanceOf(NotifyResult.Conflict.class);
    }

    private MessageId send(UserId from, Conversation to, SendConfig config) {
        SendResult sent = world.done(world.push.messages().send(Message.text(from, to, "hello"), config));
        return ((SendResult.Stored) sent).messageId();
    }

    private MessageId notify(String key, NotifyOptions options) {
        NotifyResult owed = world.done(
                world.push.notifications().notify(new NotificationKey(key), Audience.users(BOB), PUSH, options));
        return ((NotifyResult.Owed) owed).messageId();
    }

    private void join(UserId... users) {
        List.of(users).forEach(user -> groups.join(TEAM, user, LONG_AGO));
    }
}
