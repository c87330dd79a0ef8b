package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Priority;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryPresence;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that keeps its own messages: it asks for pushes, reports what arrived, and takes back. */
class NotifyTest {

    private static final NotificationKey KEY = new NotificationKey("msg-1");
    private static final Audience TO_BOB = Audience.users(BOB);
    private static final NotifyOptions FROM_ALICE =
            NotifyOptions.DEFAULT.withSender(ALICE).withConversation(Conversation.peer(ALICE));

    private final InMemoryPresence online = new InMemoryPresence();
    private final World world = new World(OfflinePush.builder().presence(online));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDeviceThatIsOfflineIsPushedAndNothingElseIsStored() {
        world.offline(BOB, PHONE, "token-1");

        MessageId id = owed(KEY, TO_BOB, FROM_ALICE);

        assertThat(world.pushed()).containsExactly(id);
        assertThat(world.vendor.pushed().get(0).notification().conversation()).isEqualTo(Conversation.peer(ALICE));
        assertThat(world.vendor.pushed().get(0).notification().sender()).isEqualTo(ALICE);
        assertThat(world.ends(id)).containsExactly("ACCEPTED");
        assertThat(world.store.heads(List.of(Timeline.inbox(BOB)))).containsEntry(Timeline.inbox(BOB), 0L);
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void withoutSenderAndConversationItIsPushedAllTheSame() {
        world.offline(BOB, PHONE, "token-1");

        owed(KEY, TO_BOB, NotifyOptions.DEFAULT);

        assertThat(world.vendor.pushed().get(0).notification().conversation()).isNull();
        assertThat(world.vendor.pushed().get(0).notification().sender()).isNull();
    }

    @Test
    void theSameKeyOwesOnceAndOtherContentIsAConflict() {
        world.offline(BOB, PHONE, "token-1");
        MessageId first = owed(KEY, TO_BOB, FROM_ALICE);

        assertThat(notify(KEY, TO_BOB, FROM_ALICE))
                .isInstanceOfSatisfying(
                        NotifyResult.Repeated.class,
                        it -> assertThat(it.messageId()).isEqualTo(first));
        assertThat(notify(KEY, Audience.users(CAROL), FROM_ALICE)).isEqualTo(new NotifyResult.Conflict(first));
        assertThat(notify(KEY, TO_BOB, FROM_ALICE.withPriority(Priority.HIGH)))
                .isEqualTo(new NotifyResult.Conflict(first));
        assertThat(world.done(world.push
                        .notifications()
                        .notify(KEY, TO_BOB, PushConfig.of("Alice", "Something else"), FROM_ALICE)))
                .isEqualTo(new NotifyResult.Conflict(first));
        assertThat(world.pushed()).containsExactly(first);
    }

    @Test
    void aKeyIsNoClientsMessageId() {
        world.offline(BOB, PHONE, "token-1");
        world.done(world.sending(World.text(ALICE, BOB, "hello").withClientMessageId(KEY.value())));

        owed(KEY, TO_BOB, FROM_ALICE);

        assertThat(world.pushed()).hasSize(2);
    }

    @Test
    void anUnknownOutcomeIsSettledByRepeating() {
        world.offline(BOB, PHONE, "token-1");
        world.faults.failAfter("MessageStore.append");
        assertThat(world.failure(world.push.notifications().notify(KEY, TO_BOB, World.PUSH, FROM_ALICE)))
                .hasMessageContaining("notify");

        assertThat(notify(KEY, TO_BOB, FROM_ALICE)).isInstanceOf(NotifyResult.Repeated.class);
        assertThat(world.pushed()).hasSize(1);
    }

    @Test
    void deliveredBeforeTheDecisionItIsNotPushed() {
        world.offline(BOB, PHONE, "token-1");
        vendorIsAway();
        MessageId id = owed(KEY, TO_BOB, FROM_ALICE);
        assertThat(delivered(KEY, BOB)).isTrue();
        vendorIsBack();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.ends(id)).containsExactly("DELIVERED");
    }

    @Test
    void deliveredWhileTheDeviceLooksOnlineEndsTheWaiting() {
        hostOnline();
        MessageId id = owed(KEY, TO_BOB, FROM_ALICE);
        assertThat(world.ends(id)).as("it has time").isEmpty();
        world.pass(Duration.ofSeconds(4));

        assertThat(delivered(KEY, BOB)).isTrue();

        assertThat(world.ends(id)).containsExactly("DELIVERED");
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void deliveredInTheSameBreathIsNotLost() {
        hostOnline();
        CompletionStage<NotifyResult> owed = world.push.notifications().notify(KEY, TO_BOB, World.PUSH, FROM_ALICE);
        CompletionStage<Boolean> known = world.push.notifications().delivered(KEY, BOB, PHONE);

        assertThat(world.done(known)).isTrue();
        world.pass(Duration.ofSeconds(10));
        assertThat(world.done(owed)).isInstanceOf(NotifyResult.Owed.class);
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void deliveredForAnotherUserOrDeviceEndsNothing() {
        hostOnline();
        MessageId id = owed(KEY, TO_BOB, FROM_ALICE);
        delivered(KEY, CAROL);
        world.done(world.push.notifications().delivered(KEY, BOB, TABLET));
        world.pass(Duration.ofSeconds(5));

        assertThat(world.ends(id)).containsExactly("ACCEPTED");
        assertThat(delivered(KEY, BOB)).as("after the push").isTrue();
        assertThat(world.ends(id)).containsExactly("ACCEPTED");
    }

    @Test
    void deliveredOfAnUnknownKeyIsAnsweredSo() {
        assertThat(delivered(KEY, BOB)).isFalse();
    }

    @Test
    void whoMissedOneIsNotWaitedForAgainUntilSomethingIsDelivered() {
        hostOnline();
        owed(KEY, TO_BOB, FROM_ALICE);
        world.pass(Duration.ofSeconds(5));
        assertThat(world.pushed()).hasSize(1);

        owed(new NotificationKey("msg-2"), TO_BOB, FROM_ALICE);
        assertThat(world.pushed()).as("at once").hasSize(2);

        delivered(new NotificationKey("msg-2"), BOB);
        owed(new NotificationKey("msg-3"), TO_BOB, FROM_ALICE);
        assertThat(world.pushed()).as("trusted again").hasSize(2);
    }

    @Test
    void aMissedReportSaysNothingOfASessionNorTheOtherWayRound() {
        world.register(PHONE, "token-1");
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        online.connect(BOB, PHONE);
        owed(KEY, TO_BOB, FROM_ALICE);
        world.pass(Duration.ofSeconds(5));
        assertThat(world.pushed()).hasSize(1);

        client.acknowledging = false;
        MessageId message = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.ends(message)).as("the session has its time").isEmpty();
        world.pass(Duration.ofSeconds(5));
        assertThat(world.ends(message)).containsExactly("ACCEPTED");

        delivered(KEY, BOB);
        MessageId next = owed(new NotificationKey("msg-2"), TO_BOB, FROM_ALICE);
        assertThat(world.ends(next)).as("the host's connection has its time").isEmpty();
    }

    @Test
    void reachEveryoneDoesNotAskWhoIsOnline() {
        hostOnline();

        MessageId id = owed(KEY, TO_BOB, FROM_ALICE.withReach(Reach.EVERYONE));

        assertThat(world.ends(id)).containsExactly("ACCEPTED");
    }

    @Test
    void logoutEndsIt() {
        hostOnline();
        MessageId id = owed(KEY, TO_BOB, FROM_ALICE);

        world.done(world.push.devices().logout(BOB, PHONE));
        world.pass(Duration.ofSeconds(10));

        assertThat(world.ends(id)).containsExactly("NO_BINDING");
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void itExpires() {
        world.offline(BOB, PHONE, "token-1");
        vendorIsAway();
        MessageId id = owed(KEY, TO_BOB, FROM_ALICE.withExpireAfter(Duration.ofMinutes(1)));
        world.pass(Duration.ofMinutes(3));

        assertThat(world.ends(id)).containsExactly("EXPIRED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void afterAnOutageTheNewestOfAConversationAndAudienceStandsForAll() {
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
        vendorIsAway();
        MessageId old = owed(new NotificationKey("old"), TO_BOB, FROM_ALICE);
        MessageId carols = owed(new NotificationKey("carol"), Audience.users(CAROL), FROM_ALICE);
        MessageId alone = owed(new NotificationKey("alone"), TO_BOB, NotifyOptions.DEFAULT);
        MessageId alone2 = owed(new NotificationKey("alone-2"), TO_BOB, NotifyOptions.DEFAULT);
        MessageId newest = owed(new NotificationKey("newest"), TO_BOB, FROM_ALICE);
        world.pass(Duration.ofMinutes(30));
        vendorIsBack();
        world.pass(Duration.ofMinutes(30));

        assertThat(world.pushed()).containsExactlyInAnyOrder(carols, alone, alone2, newest);
        assertThat(world.ends(old)).containsExactly("SUPERSEDED");
    }

    @Test
    void afterTheRetentionAgeNothingOfItIsKept() {
        world.offline(BOB, PHONE, "token-1");
        MessageId first = owed(KEY, TO_BOB, FROM_ALICE);
        delivered(KEY, BOB);
        withdraw(KEY);
        world.pass(Duration.ofDays(8));

        assertThat(world.store.heads(List.of(Timeline.notification(KEY))))
                .containsEntry(Timeline.notification(KEY), 0L);
        assertThat(owed(KEY, TO_BOB, FROM_ALICE)).as("the key is free").isNotEqualTo(first);
        assertThat(world.pushed()).hasSize(2);
    }

    @Test
    void moreUsersThanGoIntoOnePartAndThoseWithoutADeviceAreCounted() {
        for (int users : new int[] {3, 250}) {
            List<UserId> named = IntStream.range(0, users)
                    .mapToObj(i -> new UserId("user-" + i))
                    .toList();
            world.offline(named.get(0), PHONE, "token-1");
            world.offline(named.get(1), TABLET, "token-2");

            MessageId id = owed(new NotificationKey("to-" + users), Audience.users(named), FROM_ALICE);

            assertThat(world.trace(id).counts())
                    .isEqualTo(Map.of(EndReason.ACCEPTED, 2, EndReason.NO_BINDING, users - 2));
            assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        }
    }

    @Test
    void namedUsersAreDecidedInTheirOrderWhateverTheOrderOfTheSet() {
        List<UserId> users =
                IntStream.range(10, 30).mapToObj(i -> new UserId("user-" + i)).toList();
        users.forEach(user -> world.offline(user, new DeviceId("of-" + user), "token-of-" + user));

        owed(KEY, Audience.users(users), FROM_ALICE);

        assertThat(world.vendor.pushed())
                .flatExtracting(Pushed::targets)
                .extracting(Target::user)
                .containsExactlyElementsOf(users);
    }

    @Test
    void usersWithoutADeviceAreCountedOnceWhateverIsTriedAgain() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerNext(new Verdict.RetryLater(null, VendorAnswer.NONE));

        MessageId id = owed(KEY, Audience.users(BOB, CAROL), FROM_ALICE);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.trace(id).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, 1, EndReason.NO_BINDING, 1));
    }

    @Test
    void limitsAreNamedAndNothingIsShown() {
        String secret = "s".repeat(65);
        assertThatThrownBy(() -> notify(new NotificationKey(secret), TO_BOB, FROM_ALICE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("notificationKey must be at most 64 bytes");
        assertThatThrownBy(() -> notify(KEY, Audience.users(new UserId(secret)), FROM_ALICE))
                .hasMessageContaining("audience.users must be at most 64 bytes");
        assertThatThrownBy(() -> notify(KEY, TO_BOB, FROM_ALICE.withSender(new UserId(secret))))
                .hasMessageContaining("notifyOptions.sender must be at most 64 bytes");
        assertThatThrownBy(
                        () -> notify(KEY, TO_BOB, FROM_ALICE.withConversation(Conversation.peer(new UserId(secret)))))
                .hasMessageContaining("notifyOptions.conversation.id must be at most 64 bytes");
        assertThatThrownBy(() -> FROM_ALICE.withExpireAfter(Duration.ofDays(8)))
                .hasMessageContaining("notifyOptions.expireAfter must be 1 to 604800 seconds");
    }

    @Test
    void noTextAndNoTokenIsInALog() {
        world.offline(BOB, PHONE, "token-1");
        world.faults.failAfter("MessageStore.append");
        Throwable failure = world.failure(world.push.notifications().notify(KEY, TO_BOB, World.PUSH, FROM_ALICE));
        world.faults.failBefore("MessageStore.heads", 1);
        owed(new NotificationKey("msg-2"), TO_BOB, FROM_ALICE);
        world.pass(Duration.ofSeconds(10));

        assertThat(world.pushed()).hasSize(2);
        assertThat(failure.toString()).doesNotContain("Are you there?");
        assertThat(CapturedLogs.lines()).isNotEmpty();
        assertThat(CapturedLogs.lines().toString()).doesNotContain("Are you there?", "token-1");
    }

    @Test
    void whenThereIsNoRoomItSaysSoAtOnce() {
        try (World full = new World(OfflinePush.builder().setting("intakeCapacity", "1"))) {
            full.push.notifications().notify(KEY, TO_BOB, World.PUSH, FROM_ALICE);
            CompletionStage<NotifyResult> second =
                    full.push.notifications().notify(new NotificationKey("msg-2"), TO_BOB, World.PUSH, FROM_ALICE);

            assertThat(full.done(second)).isInstanceOf(NotifyResult.Overloaded.class);
        }
    }

    private void hostOnline() {
        world.register(PHONE, "token-1");
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        online.connect(BOB, PHONE);
    }

    private NotifyResult notify(NotificationKey key, Audience audience, NotifyOptions options) {
        return world.done(world.push.notifications().notify(key, audience, World.PUSH, options));
    }

    private MessageId owed(NotificationKey key, Audience audience, NotifyOptions options) {
        return ((NotifyResult.Owed) notify(key, audience, options)).messageId();
    }

    private boolean delivered(NotificationKey key, UserId user) {
        return world.done(world.push.notifications().delivered(key, user, PHONE));
    }

    private void withdraw(NotificationKey key) {
        assertThat(world.done(world.push.notifications().withdraw(key))).isTrue();
    }

    private void vendorIsAway() {
        world.vendor.answerWith(target -> new Verdict.RetryLater(null, new VendorAnswer("503", "")));
    }

    private void vendorIsBack() {
        world.vendor.clear();
        world.vendor.answerWith(target -> new Verdict.Accepted(VendorAnswer.NONE));
    }
}
