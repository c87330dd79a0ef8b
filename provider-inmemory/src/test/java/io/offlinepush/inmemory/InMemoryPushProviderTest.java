package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.RecordingRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryPushProviderTest {

    private static final VendorApp APP = new VendorApp("harmonyos", "com.example.chat");
    private static final Verdict ACCEPTED = new Verdict.Accepted(new VendorAnswer("OK", ""));
    private static final Verdict INVALID = new Verdict.TokenInvalid(new VendorAnswer("80300007", "r1"));
    private static final Verdict LATER = new Verdict.RetryLater(null, VendorAnswer.NONE);

    private final InMemoryPushProvider provider = new InMemoryPushProvider(APP);

    @Test
    void acceptsUnlessToldOtherwise() {
        assertThat(push(request("t1", "t2"))).isCompletedWithValue(List.of(ACCEPTED, ACCEPTED));
    }

    @Test
    void recordsWhatLeft() {
        RecordingRequest request = request("t1");
        assertThat(push(request)).isCompleted();
        assertThat(provider.pushed())
                .containsExactly(new InMemoryPushProvider.Pushed(
                        APP, request.notification(), request.targets(), request.timeLeft()));
        provider.clear();
        assertThat(provider.pushed()).isEmpty();
    }

    @Test
    void answersTheNextRequestsByScriptThenAsBefore() {
        provider.answerNext(2, INVALID);
        provider.failNext(new IllegalStateException("reset"));
        assertThat(push(request("t1", "t2"))).isCompletedWithValue(List.of(INVALID, INVALID));
        assertThat(push(request("t1"))).isCompletedWithValue(List.of(INVALID));
        assertThat(push(request("t1"))).isCompletedExceptionally();
        assertThat(push(request("t1"))).isCompletedWithValue(List.of(ACCEPTED));
    }

    @Test
    void whatDoesNotLeaveUsesNothingOfTheScript() {
        provider.answerNext(INVALID);
        assertThat(push(request("t1").mayLeave(false))).isCompletedWithValue(List.of(LATER));
        assertThat(provider.pushed()).isEmpty();
        assertThat(push(request("t1"))).isCompletedWithValue(List.of(INVALID));
    }

    @Test
    void answersEachTargetByItself() {
        provider.answerWith(target -> target.token().value().equals("t2") ? INVALID : ACCEPTED);
        assertThat(push(request("t1", "t2"))).isCompletedWithValue(List.of(ACCEPTED, INVALID));
    }

    @Test
    void unknownAndAppRefusedAreScriptedLikeTheOthers() {
        Verdict unknown = new Verdict.Unknown(VendorAnswer.NONE, "connection reset");
        Verdict refused = new Verdict.AppRefused(new VendorAnswer("80300002", ""), "no permission");
        provider.answerNext(refused);
        assertThat(push(request("t1", "t2"))).isCompletedWithValue(List.of(refused, refused));
        provider.answerWith(target -> target.token().value().equals("t2") ? unknown : ACCEPTED);
        assertThat(push(request("t1", "t2"))).isCompletedWithValue(List.of(ACCEPTED, unknown));
        assertThat(provider.pushed()).hasSize(2);
    }

    @Test
    void holdsAnAnswerUntilItIsReleased() {
        provider.holdNext();
        CompletableFuture<List<Verdict>> stage = push(request("t1"));
        assertThat(provider.pushed()).hasSize(1);
        assertThat(stage).isNotDone();
        provider.release(INVALID);
        assertThat(stage).isCompletedWithValue(List.of(INVALID));

        provider.holdNext();
        CompletableFuture<List<Verdict>> another = push(request("t1"));
        provider.release();
        assertThat(another).isCompletedWithValue(List.of(ACCEPTED));
    }

    @Test
    void refusesWhatTheCoreMustNotAsk() {
        RecordingRequest other = new RecordingRequest(
                new VendorApp("harmonyos", "other"), request("t1").notification(), targets("t1"));
        assertThatThrownBy(() -> provider.push(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> provider.push(request())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> provider.push(request("t1", "t1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("t1");
        assertThatThrownBy(InMemoryPushProvider::new).isInstanceOf(IllegalArgumentException.class);
    }

    private CompletableFuture<List<Verdict>> push(RecordingRequest request) {
        return provider.push(request).toCompletableFuture();
    }

    private static RecordingRequest request(String... tokens) {
        Notification notification = new Notification(
                1,
                0,
                0,
                new MessageId("m1"),
                Conversation.peer(new UserId("alice")),
                new UserId("alice"),
                Instant.EPOCH,
                PushConfig.of("Alice", "hello"),
                true,
                Replace.NOTHING);
        return new RecordingRequest(APP, notification, targets(tokens));
    }

    private static List<Target> targets(String... tokens) {
        return List.of(tokens).stream()
                .map(token -> new Target(new PushId("p"), new UserId("bob"), new DeviceToken(token)))
                .toList();
    }
}
