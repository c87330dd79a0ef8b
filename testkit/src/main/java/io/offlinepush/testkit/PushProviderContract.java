package io.offlinepush.testkit;

import static io.offlinepush.testkit.Pushes.assertUnknown;
import static io.offlinepush.testkit.Pushes.endedWithoutArrival;
import static io.offlinepush.testkit.Pushes.notification;
import static io.offlinepush.testkit.Pushes.say;
import static io.offlinepush.testkit.Pushes.settled;
import static io.offlinepush.testkit.Pushes.targets;
import static io.offlinepush.testkit.Pushes.verdicts;
import static io.offlinepush.testkit.Pushes.verdictsIfAny;
import static io.offlinepush.testkit.Pushes.withNumber;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a {@link PushProvider} must do: a test class implements this interface, and every rule of the port is a test
 * that bears its number.
 *
 * <p>The test class brings a vendor of its own, best one that is spoken to over real sockets, and lets the contract say
 * how it behaves. Nothing is assumed about threads: tests wait for stages, 30 seconds at the most.
 *
 * <p>Not tested here: that {@link PushProvider#check} refuses limits that are too high, since only the provider knows
 * them; and of rule 8 what goes to a log, unless {@link #logged} is overridden.
 */
public interface PushProviderContract extends PushProviderSubject {

    // Rule 1: the stage completes with one verdict for each target, in their order.

    @Test
    @DisplayName("rule 1: one verdict for each target, in their order")
    default void verdictsInOrder() {
        vendorRefusesToken(token(3));
        assertThat(verdicts(push(request(1, token(1), token(2), token(3)))))
                .hasExactlyElementsOfTypes(Verdict.Accepted.class, Verdict.Accepted.class, Verdict.TokenInvalid.class);
    }

    /** Rule 1, at the limit that the provider names. */
    @Test
    @DisplayName("rule 1: a request may have as many targets as maxTargets says")
    default void asManyTargetsAsItSays() {
        assertThat(provider().apps()).contains(app());
        assertThat(provider().maxTargets()).isPositive();
        int most = Math.min(provider().maxTargets(), 1000);
        DeviceToken[] tokens = IntStream.range(0, most).mapToObj(this::token).toArray(DeviceToken[]::new);
        assertThat(verdicts(push(request(1, tokens)))).hasSize(most).allMatch(Verdict.Accepted.class::isInstance);
        List<DeviceToken> arrived = arrivedAtVendor().stream()
                .flatMap(request -> request.tokens().stream())
                .toList();
        assertThat(arrived).hasSize(most).contains(tokens);
    }

    // Rule 2: a vendor's refusal is a verdict. What got no answer is unknown.

    @Test
    @DisplayName("rule 2: a refusal is a verdict")
    default void refusalIsAVerdict() {
        vendorRejects();
        assertThat(verdicts(push(request(1, token(1))))).singleElement().isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    @DisplayName("rule 2: a vendor that is busy is a verdict")
    default void busyIsAVerdict() {
        vendorAsksToRetryLater();
        assertThat(verdicts(push(request(1, token(1))))).singleElement().isInstanceOf(Verdict.RetryLater.class);
    }

    @Test
    @DisplayName("rule 2: without an answer the outcome is unknown for all targets")
    default void noAnswerIsUnknown() {
        vendorGivesNoAnswer();
        assertUnknown(push(request(1, token(1), token(2))));
    }

    @Test
    @DisplayName("rule 2: without an answer for one target the others have their verdicts")
    default void lostAnswerIsOneTargets() {
        if (vendorGivesNoAnswerFor(token(2))) {
            assertThat(verdicts(push(request(1, token(1), token(2), token(3)))))
                    .hasExactlyElementsOfTypes(Verdict.Accepted.class, Verdict.Unknown.class, Verdict.Accepted.class);
        } else {
            assertThat(verdicts(push(request(1, token(1), token(2)))))
                    .as("where every target is answered")
                    .noneMatch(Verdict.Unknown.class::isInstance);
        }
    }

    /** Rule 2: one request without an answer costs only itself. */
    @Test
    @DisplayName("rule 2: after a request without an answer the next has its verdict")
    default void recoversFromNoAnswer() {
        vendorGivesNoAnswer();
        assertUnknown(push(request(1, token(1))));
        vendorAccepts();
        assertThat(verdicts(push(request(2, token(1))))).singleElement().isInstanceOf(Verdict.Accepted.class);
    }

    // Rule 3: nothing is sent outside sendIfCurrent.

    /** Rule 3. A request that is not current, sent all the same, would arrive before what is pushed after it. */
    @Test
    @DisplayName("rule 3: a request that is not current any more is not sent, and every verdict is RetryLater")
    default void requestThatIsNotCurrentIsNotSent() {
        RecordingRequest stays = request(1, token(1), token(2)).mayLeave(false);
        assertThat(verdicts(push(stays))).hasSize(2).allMatch(Verdict.RetryLater.class::isInstance);
        assertThat(stays.asked()).as("times the provider asked").isPositive();

        RecordingRequest leaves = request(2, token(3));
        verdicts(push(leaves));
        assertThat(arrivedAtVendor())
                .hasSize(leaves.left())
                .allSatisfy(arrived -> assertThat(arrived.tokens()).containsExactly(token(3)));
    }

    @Test
    @DisplayName("rule 3: nothing arrives before sendIfCurrent runs the write")
    default void nothingArrivesBeforeTheWrite() {
        List<Arrived> early = Collections.synchronizedList(new ArrayList<>());
        RecordingRequest request = request(1, token(1)).beforeWrite(() -> early.addAll(arrivedAtVendor()));
        verdicts(push(request));
        assertThat(early).isEmpty();
    }

    /** Rule 3: also a retry that the provider makes by itself is sent within sendIfCurrent. */
    @Test
    @DisplayName("rule 3: every attempt is sent within sendIfCurrent")
    default void everyAttemptIsSentWithinSendIfCurrent() {
        RecordingRequest request = request(1, token(1));
        verdicts(push(request));
        assertThat(arrivedAtVendor()).hasSize(request.left());

        vendorGivesNoAnswer();
        RecordingRequest unanswered = request(2, token(2));
        settled(push(unanswered));
        assertThat(arrivedAtVendor()).hasSizeLessThanOrEqualTo(request.left() + unanswered.left());
    }

    // Rule 4: TokenInvalid only for an answer about that very token.

    @Test
    @DisplayName("rule 4: only the token that the vendor names is invalid")
    default void onlyTheNamedTokenIsInvalid() {
        vendorRefusesToken(token(1));
        assertThat(verdicts(push(request(1, token(2), token(1), token(3)))))
                .hasExactlyElementsOfTypes(Verdict.Accepted.class, Verdict.TokenInvalid.class, Verdict.Accepted.class);
    }

    /** Rule 4: a fault of ours or of the app's never costs a token. */
    @Test
    @DisplayName("rule 4: no other refusal makes a token invalid, for one target or several")
    default void otherRefusalsCostNoToken() {
        vendorRejects();
        List<Verdict> verdicts = new ArrayList<>(verdictsIfAny(push(request(1, token(1)))));
        verdicts.addAll(verdictsIfAny(push(request(2, token(1), token(2)))));
        vendorAsksToRetryLater();
        verdicts.addAll(verdictsIfAny(push(request(3, token(1)))));
        verdicts.addAll(verdictsIfAny(push(request(4, token(1), token(2)))));
        assertThat(verdicts).noneMatch(Verdict.TokenInvalid.class::isInstance);
    }

    @Test
    @DisplayName(
            "rule 4: where the vendor refuses the app, every target is AppRefused, and no token or message is at fault")
    default void refusedAppIsAppRefused() {
        if (vendorRefusesApp()) {
            List<Verdict> verdicts = new ArrayList<>(verdicts(push(request(1, token(1), token(2)))));
            verdicts.addAll(verdicts(push(request(2, token(1)))));
            assertThat(verdicts).hasSize(3).allMatch(Verdict.AppRefused.class::isInstance);
        } else {
            assertThat(verdicts(push(request(1, token(1))))).noneMatch(Verdict.AppRefused.class::isInstance);
        }
    }

    /** Rule 4: one token or message must not stop an app. */
    @Test
    @DisplayName("rule 4: no answer about a token or a message refuses the app")
    default void otherAnswersDoNotRefuseTheApp() {
        vendorRefusesToken(token(1));
        List<Verdict> verdicts = new ArrayList<>(verdictsIfAny(push(request(1, token(1), token(2)))));
        vendorRejects();
        verdicts.addAll(verdictsIfAny(push(request(2, token(1), token(2)))));
        vendorAsksToRetryLater();
        verdicts.addAll(verdictsIfAny(push(request(3, token(1), token(2)))));
        assertThat(verdicts).isNotEmpty().noneMatch(Verdict.AppRefused.class::isInstance);
    }

    // Rule 5: push returns without waiting for the network, and never throws for what vendor or network does.

    /** Rule 5. If push waited, its stage would be complete once it returns, or it would not return. */
    @Test
    @DisplayName("rule 5: push returns before the vendor has answered")
    default void pushDoesNotWait() {
        vendorHoldsAnswers();
        boolean done = Together.<Boolean>run(
                        List.of(() -> push(request(1, token(1))).isDone()))
                .get(0);
        assertThat(done).as("done when push returned").isFalse();
    }

    @Test
    @DisplayName("rule 5: push throws for nothing that the vendor does")
    default void pushDoesNotThrow() {
        vendorRejects();
        settled(push(request(1, token(1))));
        vendorAsksToRetryLater();
        settled(push(request(2, token(1))));
        vendorRefusesToken(token(1));
        settled(push(request(3, token(1))));
        vendorGivesNoAnswer();
        settled(push(request(4, token(1))));
        vendorAccepts();
        settled(push(request(5, token(1))));
    }

    // Rule 6: the identity at the vendor is the message id with the edition.

    @Test
    @DisplayName("rule 6: a repetition has the same identity, also without the badge")
    default void repetitionHasTheSameIdentity() {
        Notification first = notification(7, 0);
        verdicts(push(new RecordingRequest(app(), first, targets(token(1)))));
        Notification again = new Notification(
                first.number(),
                first.edition(),
                first.part(),
                first.messageId(),
                first.conversation(),
                first.sender(),
                first.storedAt(),
                first.content(),
                false,
                first.replace());
        verdicts(push(new RecordingRequest(app(), again, targets(token(1)))));
        assertThat(arrivedAtVendor()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(identities()).hasSize(1);
    }

    @Test
    @DisplayName("rule 6: another message and another edition are other identities")
    default void othersHaveOtherIdentities() {
        verdicts(push(new RecordingRequest(app(), notification(7, 0), targets(token(1)))));
        verdicts(push(new RecordingRequest(app(), notification(8, 0), targets(token(1)))));
        verdicts(push(new RecordingRequest(app(), notification(7, 1), targets(token(1)))));
        assertThat(identities()).hasSize(3);
    }

    @Test
    @DisplayName("rule 6: another message with the same number, as another store counts, has an identity and a place "
            + "of its own")
    default void storesThatCountAlikeDoNotCollide() {
        Notification first = notification(7, 0);
        Notification other = notification(8, 0);
        verdicts(push(new RecordingRequest(app(), first, targets(token(1)))));
        verdicts(push(new RecordingRequest(app(), withNumber(other, first.number()), targets(token(1)))));
        assertThat(identities()).hasSize(2);
        assertThat(arrivedAtVendor()).extracting(Arrived::place).doesNotHaveDuplicates();
    }

    // Rule 7: after close every push is RetryLater; requests under way end within the close.

    @Test
    @DisplayName("rule 7: after close every push is RetryLater, and nothing arrives")
    default void nothingIsPushedAfterClose() {
        provider().close();
        assertThat(verdicts(push(request(1, token(1), token(2)))))
                .hasSize(2)
                .allMatch(Verdict.RetryLater.class::isInstance);
        assertThat(arrivedAtVendor()).isEmpty();
    }

    @Test
    @DisplayName("rule 7: a request under way ends within the close")
    default void closeEndsWhatIsUnderWay() {
        vendorHoldsAnswers();
        RecordingRequest request = request(1, token(1));
        CompletableFuture<List<Verdict>> stage = push(request);
        request.awaitLeft();
        provider().close();
        assertThat(stage).as("the stage once close has returned").isDone();
        if (arrivedAtVendor().isEmpty()) {
            assertThat(stage.isCompletedExceptionally()
                            || endedWithoutArrival(verdicts(stage).get(0)))
                    .as("failed, Unknown, or RetryLater, since it did not arrive")
                    .isTrue();
        } else {
            assertUnknown(stage);
        }
    }

    @Test
    @DisplayName("rule 7: close may be called more than once")
    default void closesTwice() {
        provider().close();
        provider().close();
    }

    // Rule 8: no token, key, text or payload is in a log, an exception or a toString.

    @Test
    @DisplayName("rule 8: no token, text or payload is in a verdict, a failure, a toString or the log")
    default void secretsStaySecret() {
        StringBuilder said = new StringBuilder();
        vendorRefusesToken(token(1));
        say(push(request(1, token(1))), said);
        vendorRejects();
        say(push(request(2, token(1))), said);
        vendorAsksToRetryLater();
        say(push(request(3, token(1))), said);
        vendorGivesNoAnswer();
        say(push(request(4, token(1))), said);
        if (vendorGivesNoAnswerFor(token(1))) {
            say(push(request(5, token(1), token(2))), said);
        }
        if (vendorRefusesApp()) {
            say(push(request(6, token(1))), said);
        }
        said.append(provider()).append(logged());
        assertThat(said.toString()).doesNotContain(token(1).value(), Secrets.TITLE, Secrets.TEXT, Secrets.PAYLOAD);
    }

    // Rule 9: with replace, all notifications of a conversation have one place on the phone.

    @Test
    @DisplayName("rule 9: what replaces has one place for each conversation, and is a notification of its own")
    default void oneOfAConversationShows() {
        Conversation chat = Conversation.peer(new UserId("alice"));
        verdicts(push(replacing(1, chat)));
        verdicts(push(replacing(2, chat)));
        verdicts(push(replacing(3, Conversation.peer(new UserId("carol")))));
        verdicts(push(replacing(4, Conversation.group(new GroupId("alice")))));
        List<String> places = arrivedAtVendor().stream().map(Arrived::place).toList();
        assertThat(places).hasSize(4);
        assertThat(places.get(1)).isEqualTo(places.get(0));
        assertThat(Set.copyOf(places)).hasSize(3);
        assertThat(identities()).hasSize(4);
    }

    @Test
    @DisplayName("rule 9: what does not replace has a place of its own")
    default void othersShowBesideIt() {
        verdicts(push(request(1, token(1))));
        verdicts(push(request(2, token(1))));
        verdicts(push(replacing(3, Conversation.peer(new UserId("alice")))));
        assertThat(arrivedAtVendor()).extracting(Arrived::place).doesNotHaveDuplicates();
    }

    private CompletableFuture<List<Verdict>> push(RecordingRequest request) {
        return provider().push(request).toCompletableFuture();
    }

    private RecordingRequest request(long number, DeviceToken... tokens) {
        return new RecordingRequest(app(), notification(number, 0), targets(tokens));
    }

    private RecordingRequest replacing(long number, Conversation conversation) {
        Notification plain = notification(number, 0);
        Notification replacing = new Notification(
                plain.number(),
                plain.edition(),
                plain.part(),
                plain.messageId(),
                conversation,
                plain.sender(),
                plain.storedAt(),
                plain.content(),
                plain.withBadge(),
                Replace.CONVERSATION);
        return new RecordingRequest(app(), replacing, targets(token(1)));
    }

    private List<String> identities() {
        return arrivedAtVendor().stream().map(Arrived::identity).distinct().toList();
    }
}
