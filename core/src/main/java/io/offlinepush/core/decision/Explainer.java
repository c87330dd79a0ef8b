package io.offlinepush.core.decision;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.Explanation;
import io.offlinepush.api.Explanation.Next;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.NoGroups;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.SettledEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides once more, without pushing: the same facts and the same {@link Decider}, for one user. */
public final class Explainer {

    private final Outbox outbox;
    private final FactsGatherer gatherer;
    private final Decider decider;

    /** An explainer. */
    public Explainer(Outbox outbox, FactsGatherer gatherer, Decider decider) {
        this.outbox = outbox;
        this.gatherer = gatherer;
        this.decider = decider;
    }

    /**
     * Explains a message to one user.
     *
     * @param found the message, if the store has it
     * @return completes on any thread
     */
    public CompletionStage<Explanation> explain(MessageId messageId, Optional<FoundMessage> found, UserId user) {
        if (found.isEmpty()) {
            return nobody(messageId, user, null);
        }
        Instant expiresAt = found.get().expiresAt();
        if (expiresAt == null) {
            return nobody(messageId, user, EndReason.NO_PUSH_CONFIG);
        }
        Question question = Question.of(found.get(), expiresAt, user);
        if (!question.theirs()) {
            return nobody(messageId, user, EndReason.NOT_MEMBER);
        }
        if (question.group() != null && !gatherer.knowsGroups()) {
            return CompletableFuture.failedFuture(new OfflinePushException("explain: " + NoGroups.WHAT_TO_DO, null));
        }
        return gatherer.read(() -> outbox.trace(messageId))
                .thenCompose(settled -> explain(question.with(settled), ends(settled)));
    }

    private static CompletableFuture<Explanation> nobody(MessageId messageId, UserId user, @Nullable EndReason reason) {
        return CompletableFuture.completedFuture(new Explanation(messageId, user, reason, List.of()));
    }

    private CompletableFuture<Explanation> explain(Question question, Map<PushId, EndReason> ends) {
        CompletableFuture<Explanation> explained = new CompletableFuture<>();
        gatherer.gather(
                List.of(question),
                question.group(),
                (questions, facts) -> explained.complete(decided(question, facts.get(0), ends)),
                (questions, failure) -> explained.completeExceptionally(PortCalls.failure("explain", failure)));
        return explained;
    }

    private Explanation decided(Question question, PartFacts facts, Map<PushId, EndReason> ends) {
        List<Explanation.Device> devices = new ArrayList<>();
        for (DeviceFacts device : facts.devices()) {
            devices.add(decided(question, facts, device, ends));
        }
        return new Explanation(
                question.found().entry().messageId(),
                question.user(),
                devices.isEmpty() ? EndReason.NO_BINDING : null,
                devices);
    }

    private Explanation.Device decided(
            Question question, PartFacts facts, DeviceFacts device, Map<PushId, EndReason> ends) {
        long reached = decider.reached(question, device);
        Decision decision = decider.decide(question, facts, device, reached, false);
        Next next = Next.NOTHING;
        EndReason reason = null;
        if (decision instanceof Decision.End end) {
            reason = end.reason();
        } else {
            next = decision instanceof Decision.Wait ? Next.WAIT : Next.PUSH;
        }
        PushId pushId = device.push() == null ? null : device.push().pushId();
        EndReason ended = pushId == null ? null : ends.get(pushId);
        return new Explanation.Device(device.device(), pushId, ended, next, reason, device.online(), reached);
    }

    private static Map<PushId, EndReason> ends(List<SettledEnd> settled) {
        Map<PushId, EndReason> ends = new HashMap<>();
        for (SettledEnd end : settled) {
            for (DeviceEnd line : end.ends().lines()) {
                PushId pushId = line.pushId();
                if (pushId != null) {
                    ends.put(pushId, line.reason());
                }
            }
        }
        return ends;
    }
}
