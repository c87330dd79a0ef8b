package io.offlinepush.core.delivery;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.TestPushResult.Outcome;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A push to one device, past store and presence, for debugging: the way of every push from the registry to the vendor.
 * What the gate holds back because its decision has grown old, on a cold connection say, is decided anew.
 */
public final class TestPush {

    /** Shown to the app as the sender. */
    private static final UserId SENDER = new UserId("offline-push-test");

    /** A test that the phone gets much later tests nothing. */
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

    private static final int MOST_TRIES = 4;

    private final BindingRegistry registry;
    private final PushProviders providers;
    private final PushSender sender;
    private final SendConditions conditions;
    private final PortCalls calls;
    private final Supplier<MessageId> ids;
    private final LongSupplier numbers;

    /**
     * Test pushes of one instance.
     *
     * @param ids makes the id under which a test is traced
     * @param numbers makes the numbers of pushes
     */
    public TestPush(
            BindingRegistry registry,
            PushProviders providers,
            PushSender sender,
            SendConditions conditions,
            PortCalls calls,
            Supplier<MessageId> ids,
            LongSupplier numbers) {
        this.registry = registry;
        this.providers = providers;
        this.sender = sender;
        this.conditions = conditions;
        this.calls = calls;
        this.ids = ids;
        this.numbers = numbers;
    }

    /** One test: the same notification at every try. */
    private record Test(PushId pushId, MessageId id, NodeId holder, Notification notification, Instant expiresAt) {}

    /** Where a test goes, as the registry said. */
    private record Bound(DecisionStamp stamp, Wake wake) {}

    /** Pushes. */
    public CompletionStage<TestPushResult> push(PushId pushId, PushConfig content) {
        return PortCalls.plain(
                calls.call("testPush", () -> test(pushId, content)).thenCompose(test -> attempt(test, 1)));
    }

    private Test test(PushId pushId, PushConfig content) {
        Instant now = conditions.node().storeTime();
        MessageId id = ids.get();
        Notification notification = new Notification(
                numbers.getAsLong(), 0, 0, id, Conversation.peer(SENDER), SENDER, now, content, true, Replace.NOTHING);
        return new Test(pushId, id, conditions.node().id(), notification, now.plus(TIME_TO_LIVE));
    }

    private CompletionStage<TestPushResult> attempt(Test test, int tries) {
        return calls.call("testPush", () -> bound(test.pushId)).thenCompose(found -> {
            Bound bound = found.orElse(null);
            if (bound == null) {
                return CompletableFuture.completedFuture(
                        ended(test, Outcome.NO_BINDING, EndReason.NO_BINDING, VendorAnswer.NONE));
            }
            conditions.trace().step(test.id, TraceStage.DECIDED, test.pushId);
            if (providers.serving(bound.wake.push().app()).isEmpty()) {
                return CompletableFuture.completedFuture(retry(
                        test,
                        Outcome.RETRY_LATER,
                        VendorAnswer.NONE,
                        "no provider serves " + bound.wake.push().app()));
            }
            return send(test, bound).thenCompose(answer -> {
                boolean again =
                        answer.attempt().wasWithheld() && !answer.attempt().wasSent() && tries < MOST_TRIES;
                return again ? attempt(test, tries + 1) : calls.call("testPush", () -> result(test, bound, answer));
            });
        });
    }

    private Optional<Bound> bound(PushId pushId) {
        DecisionStamp stamp = DecisionStamp.now(conditions.gate(), conditions.ticker());
        DeviceRow row = registry.find(pushId).orElse(null);
        PushBinding push = row == null ? null : row.push();
        if (row == null || push == null) {
            return Optional.empty();
        }
        Login login = row.login();
        return Optional.of(new Bound(stamp, new Wake(row.device(), login == null ? SENDER : login.user(), push)));
    }

    private CompletableFuture<Answer> send(Test test, Bound bound) {
        PushAttempt attempt = new PushAttempt(
                new PushAttempt.Order(bound.wake.push().app(), bound.stamp, test.expiresAt, null, test.holder),
                test.notification,
                List.of(bound.wake),
                conditions);
        CompletableFuture<Answer> answered = new CompletableFuture<>();
        sender.send(attempt, null, answered::complete);
        return answered;
    }

    private TestPushResult result(Test test, Bound bound, Answer answer) {
        List<Verdict> verdicts = answer.verdicts();
        if (verdicts == null) {
            Outcome none = answer.attempt().wasSent() ? Outcome.UNKNOWN : Outcome.RETRY_LATER;
            return retry(test, none, VendorAnswer.NONE, answer.failure());
        }
        Verdict verdict = verdicts.get(0);
        return switch (Answer.Kind.of(verdict)) {
            case ACCEPTED -> ended(test, Outcome.ACCEPTED, EndReason.ACCEPTED, verdict.answer());
            case REJECTED -> ended(test, Outcome.REJECTED, EndReason.REJECTED, verdict.answer());
            case TOKEN_INVALID -> {
                PushBinding push = bound.wake.push();
                registry.invalidate(push.pushId(), push.registrationNumber());
                yield ended(test, Outcome.TOKEN_INVALID, EndReason.TOKEN_INVALID, verdict.answer());
            }
            case RETRY_LATER ->
                retry(test, Outcome.RETRY_LATER, verdict.answer(), ((Verdict.RetryLater) verdict).cause());
            case APP_REFUSED ->
                retry(test, Outcome.RETRY_LATER, verdict.answer(), ((Verdict.AppRefused) verdict).cause());
            case UNKNOWN -> retry(test, Outcome.UNKNOWN, verdict.answer(), ((Verdict.Unknown) verdict).cause());
        };
    }

    private TestPushResult ended(Test test, Outcome outcome, EndReason reason, VendorAnswer answer) {
        conditions.trace().ended(test.id, new DeviceEnd(test.pushId, reason, answer.code(), answer.requestId()));
        return result(test, outcome, answer, "");
    }

    private TestPushResult retry(Test test, Outcome outcome, VendorAnswer answer, @Nullable String cause) {
        String why = cause == null ? "" : cause;
        conditions.trace().retry(test.id, test.pushId, answer, why);
        return result(test, outcome, answer, why);
    }

    private TestPushResult result(Test test, Outcome outcome, VendorAnswer answer, String cause) {
        return new TestPushResult(
                outcome,
                answer.code(),
                answer.requestId(),
                cause,
                conditions.trace().events(test.id));
    }
}
