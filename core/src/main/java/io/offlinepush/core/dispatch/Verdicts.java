package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.core.decision.FactsGatherer;
import io.offlinepush.core.delivery.Answer;
import io.offlinepush.core.delivery.Lane;
import io.offlinepush.core.delivery.PushAttempt;
import io.offlinepush.core.delivery.Wake;
import io.offlinepush.core.outbox.Backoff;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.trace.PushTrace;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each verdict into an end, a retry, or a new decision. Belongs to one loop. */
final class Verdicts {

    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    private final BindingRegistry registry;
    private final FactsGatherer reads;
    private final Node node;
    private final PushTrace trace;
    private final LoopEvents events;

    Verdicts(BindingRegistry registry, FactsGatherer reads, Node node, PushTrace trace, LoopEvents events) {
        this.registry = registry;
        this.reads = reads;
        this.node = node;
        this.trace = trace;
        this.events = events;
    }

    /** A device whose token the vendor calls dead, until the registry has answered. */
    private record DeadToken(Wake wake, VendorAnswer answer) {}

    /** What an answer means for the devices of its attempt. */
    void apply(PartState part, Lane lane, Answer answer) {
        PushAttempt attempt = answer.attempt();
        List<Verdict> verdicts = answer.verdicts();
        if (verdicts == null) {
            log.info("No verdict for {} of {}: {}", part.id(), attempt.app(), answer.failure());
            for (Wake wake : attempt.wakes()) {
                unknown(part, attempt, wake, VendorAnswer.NONE, answer.failure());
            }
        } else {
            // A request that was never written was held back by the gate, and is decided anew; three times, then it
            // waits.
            boolean atOnce = attempt.wasWithheld() && part.withheld();
            List<DeadToken> dead = new ArrayList<>(0);
            for (int i = 0; i < verdicts.size(); i++) {
                apply(part, lane, attempt, attempt.wakes().get(i), verdicts.get(i), atOnce, dead);
            }
            if (!dead.isEmpty()) {
                invalidate(part, dead);
            }
        }
        events.changed(part);
    }

    private void apply(
            PartState part,
            Lane lane,
            PushAttempt attempt,
            Wake wake,
            Verdict verdict,
            boolean atOnce,
            List<DeadToken> dead) {
        switch (Answer.Kind.of(verdict)) {
            case ACCEPTED -> end(part, wake, EndReason.ACCEPTED, verdict.answer());
            case REJECTED -> end(part, wake, EndReason.REJECTED, verdict.answer());
            case TOKEN_INVALID -> dead.add(new DeadToken(wake, verdict.answer()));
            case UNKNOWN -> unknown(part, attempt, wake, verdict.answer(), ((Verdict.Unknown) verdict).cause());
            case APP_REFUSED -> {
                // The lane pauses; the push waits as long, and is none the worse for it.
                Duration pause = longer(lane.pauseLeft(), Backoff.after(0, part.id()));
                retry(part, wake, pause, verdict.answer(), ((Verdict.AppRefused) verdict).cause());
            }
            case RETRY_LATER -> {
                Verdict.RetryLater later = (Verdict.RetryLater) verdict;
                if (attempt.wasWithheld() && attempt.wasSent()) {
                    // An earlier try of this request was written, and what became of it is not known here.
                    part.mayHaveBeenReached(wake);
                }
                if (atOnce) {
                    decideAgain(part, wake);
                } else {
                    Duration after = later.after();
                    retryInVain(part, wake, after == null ? Duration.ZERO : after, later.answer(), later.cause());
                }
            }
        }
    }

    private void unknown(PartState part, PushAttempt attempt, Wake wake, VendorAnswer answer, String cause) {
        if (attempt.wasSent()) {
            part.mayHaveBeenReached(wake);
        }
        retryInVain(part, wake, Duration.ZERO, answer, cause);
    }

    /**
     * Removes registrations, each only if it is still the one that was pushed to: a newer one gets its own try. The
     * devices stay in flight meanwhile.
     */
    private void invalidate(PartState part, List<DeadToken> dead) {
        reads.read(() -> dead.stream().map(this::isRemoved).toList())
                .whenComplete((removed, failure) -> events.execute(() -> {
                    if (part.isClosed()) {
                        return;
                    }
                    for (int i = 0; i < dead.size(); i++) {
                        DeadToken token = dead.get(i);
                        if (failure != null || removed.get(i)) {
                            end(part, token.wake, EndReason.TOKEN_INVALID, token.answer);
                        } else {
                            part.mustBeRepeated();
                            decideAgain(part, token.wake);
                        }
                    }
                    events.changed(part);
                }));
    }

    private boolean isRemoved(DeadToken token) {
        try {
            return registry.invalidate(
                    token.wake.push().pushId(), token.wake.push().registrationNumber());
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The dead token of {} could not be removed; the next push finds it again: {}",
                    token.wake.push().pushId(),
                    e.getClass().getName());
            return true;
        }
    }

    private void decideAgain(PartState part, Wake wake) {
        part.undecided(part.state(wake));
        events.decide(part);
    }

    private void end(PartState part, Wake wake, EndReason reason, VendorAnswer answer) {
        DeviceEnd end = new DeviceEnd(wake.push().pushId(), reason, answer.code(), answer.requestId());
        part.end(part.state(wake), end);
        trace.ended(part.messageId(), end);
    }

    private void retryInVain(PartState part, Wake wake, Duration atLeast, VendorAnswer answer, String cause) {
        retry(part, wake, longer(atLeast, part.backoff()), answer, cause);
        part.retryPlan().triedInVain();
    }

    /** It is to be tried again after a pause, but not so late that its time would be over. */
    private void retry(PartState part, Wake wake, Duration pause, VendorAnswer answer, String cause) {
        Duration left = Duration.between(node.storeTime(), part.expiresAt());
        part.retry(wake, pause.compareTo(left) > 0 && !left.isNegative() ? left : pause);
        trace.retry(part.messageId(), wake.push().pushId(), answer, cause);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
