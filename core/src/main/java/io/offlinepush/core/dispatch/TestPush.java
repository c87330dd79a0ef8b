package io.offlinepush.core.dispatch;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.TestPushResult.Outcome;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
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

/** A push to one device, past store and presence, for debugging: the same way from the registry to the vendor. */
public final class TestPush {

    /** Shown to the app as the sender. */
    private static final UserId SENDER = new UserId("offline-push-test");

    /** A test that the phone gets much later tests nothing. */
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

    private final BindingRegistry registry;
    private final PushProviders providers;
    private final HandOverGate gate;
    private final Node node;
    private final TraceRing ring;
    private final Environment environment;
    private final Duration freshness;
    private final Supplier<MessageId> ids;
    private final LongSupplier numbers;

    /**
     * Test pushes of one instance.
     *
     * @param ids makes the id under which a test is traced
     * @param numbers makes the number that is its identity at the vendor
     */
    public TestPush(
            BindingRegistry registry,
            PushProviders providers,
            HandOverGate gate,
            Node node,
            TraceRing ring,
            Environment environment,
            Duration freshness,
            Supplier<MessageId> ids,
            LongSupplier numbers) {
        this.registry = registry;
        this.providers = providers;
        this.gate = gate;
        this.node = node;
        this.ring = ring;
        this.environment = environment;
        this.freshness = freshness;
        this.ids = ids;
        this.numbers = numbers;
    }

    /** Pushes; blocks for the registry, not for the vendor. */
    public CompletionStage<TestPushResult> push(PushId pushId, PushConfig content) {
        MessageId id = ids.get();
        long moment = gate.moment();
        long decidedAt = environment.ticker().nanos();
        Optional<DeviceRow> row = registry.find(pushId);
        PushBinding push = row.map(DeviceRow::push).orElse(null);
        if (row.isEmpty() || push == null) {
            return CompletableFuture.completedFuture(ended(id, pushId, Outcome.NO_BINDING, VendorAnswer.NONE));
        }
        step(id, TraceStage.DECIDED, pushId, null, VendorAnswer.NONE);
        Optional<PushProvider> provider = providers.serving(push.app());
        if (provider.isEmpty()) {
            return CompletableFuture.completedFuture(ended(id, pushId, Outcome.RETRY_LATER, VendorAnswer.NONE));
        }
        OutgoingRequest request = request(id, content, row.get(), push, moment, decidedAt);
        // On a thread of ours: the provider's own must not block for the registry.
        return provider.get()
                .push(request)
                .handleAsync(
                        (verdicts, failure) -> {
                            Verdict verdict = verdicts == null || verdicts.size() != 1 ? null : verdicts.get(0);
                            if (verdict == null) {
                                Outcome none = request.left() ? Outcome.UNKNOWN : Outcome.RETRY_LATER;
                                return ended(id, pushId, none, VendorAnswer.NONE);
                            }
                            return ended(id, pushId, outcome(verdict, push), verdict.answer());
                        },
                        environment.blocking());
    }

    private OutgoingRequest request(
            MessageId id, PushConfig content, DeviceRow row, PushBinding push, long moment, long decidedAt) {
        Instant now = node.storeTime();
        Notification notification = new Notification(
                numbers.getAsLong(), 0, 0, id, Conversation.peer(SENDER), SENDER, now, content, true, Replace.NOTHING);
        Login login = row.login();
        Target target = new Target(push.pushId(), login == null ? SENDER : login.user(), push.token());
        DeviceId device = row.device();
        return new OutgoingRequest(
                push.app(),
                notification,
                List.of(device),
                List.of(target),
                () -> Duration.between(node.storeTime(), now.plus(TIME_TO_LIVE)),
                gate,
                moment,
                () -> environment.ticker().nanos() - decidedAt <= freshness.toNanos() && node.surelyAlive(),
                () -> step(id, TraceStage.HANDED_OVER, push.pushId(), null, VendorAnswer.NONE));
    }

    private Outcome outcome(Verdict verdict, PushBinding push) {
        if (verdict instanceof Verdict.Accepted) {
            return Outcome.ACCEPTED;
        } else if (verdict instanceof Verdict.Rejected) {
            return Outcome.REJECTED;
        } else if (verdict instanceof Verdict.TokenInvalid) {
            registry.invalidate(push.pushId(), push.registrationNumber());
            return Outcome.TOKEN_INVALID;
        }
        return verdict instanceof Verdict.Unknown ? Outcome.UNKNOWN : Outcome.RETRY_LATER;
    }

    private TestPushResult ended(MessageId id, PushId pushId, Outcome outcome, VendorAnswer answer) {
        switch (outcome) {
            case ACCEPTED -> step(id, TraceStage.ENDED, pushId, EndReason.ACCEPTED, answer);
            case REJECTED -> step(id, TraceStage.ENDED, pushId, EndReason.REJECTED, answer);
            case TOKEN_INVALID -> step(id, TraceStage.ENDED, pushId, EndReason.TOKEN_INVALID, answer);
            case NO_BINDING -> step(id, TraceStage.ENDED, pushId, EndReason.NO_BINDING, answer);
            case RETRY_LATER, UNKNOWN -> step(id, TraceStage.RETRY, pushId, null, answer);
        }
        return new TestPushResult(outcome, answer.code(), answer.requestId(), ring.events(id));
    }

    private void step(MessageId id, TraceStage stage, PushId pushId, @Nullable EndReason reason, VendorAnswer answer) {
        ring.add(id, new TraceEvent(node.storeTime(), stage, pushId, reason, answer.code(), answer.requestId()));
    }
}
