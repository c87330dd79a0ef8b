package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.core.dispatch.Round.Wake;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each verdict into an end, a retry, or a new decision. Runs on the dispatcher's loop. */
final class Verdicts {

    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

    private final BindingRegistry registry;
    private final Node node;
    private final Steps steps;
    private final Consumer<OpenPart> decideAgain;
    private final Consumer<OpenPart> onChange;

    /**
     * Verdicts of one dispatcher.
     *
     * @param decideAgain queues a part for a new decision
     * @param onChange is told of a part whose devices have moved on
     */
    Verdicts(
            BindingRegistry registry,
            Node node,
            Steps steps,
            Consumer<OpenPart> decideAgain,
            Consumer<OpenPart> onChange) {
        this.registry = registry;
        this.node = node;
        this.steps = steps;
        this.decideAgain = decideAgain;
        this.onChange = onChange;
    }

    /**
     * What a request's answer means for its devices.
     *
     * @param verdicts one for each; null if no answer came, and then the outcome is unknown
     * @param failure why no answer came; null if one did
     */
    void apply(
            OpenPart part,
            OutgoingRequest request,
            List<Wake> wakes,
            @Nullable List<Verdict> verdicts,
            @Nullable Throwable failure) {
        if (verdicts == null
                || verdicts.size() != wakes.size()
                || verdicts.stream().anyMatch(Objects::isNull)) {
            String why = failure == null
                    ? "not one verdict for each target"
                    : failure.getClass().getName();
            log.info("No verdict for {} of {}: {}", part.id(), request.app(), why);
            wakes.forEach(wake -> {
                if (request.left()) {
                    part.unknown.add(wake.device());
                }
                retry(part, wake, Duration.ZERO, VendorAnswer.NONE);
            });
        } else {
            boolean atOnce = request.withheld() && part.withheld++ < 3;
            for (int i = 0; i < wakes.size(); i++) {
                apply(part, request, wakes.get(i), verdicts.get(i), atOnce);
            }
        }
        onChange.accept(part);
    }

    private void apply(OpenPart part, OutgoingRequest request, Wake wake, Verdict verdict, boolean atOnce) {
        if (verdict instanceof Verdict.Accepted accepted) {
            end(part, wake, EndReason.ACCEPTED, accepted.answer());
        } else if (verdict instanceof Verdict.Rejected rejected) {
            end(part, wake, EndReason.REJECTED, rejected.answer());
        } else if (verdict instanceof Verdict.TokenInvalid invalid) {
            tokenInvalid(part, wake, invalid.answer());
        } else if (verdict instanceof Verdict.Unknown unknown) {
            if (request.left()) {
                part.unknown.add(wake.device());
            }
            retry(part, wake, Duration.ZERO, unknown.answer());
        } else if (verdict instanceof Verdict.AppRefused refused) {
            noteEarlierAttempt(part, request, wake);
            retry(part, wake, Duration.ZERO, refused.answer());
        } else if (verdict instanceof Verdict.RetryLater later) {
            noteEarlierAttempt(part, request, wake);
            if (atOnce) {
                decideAgain(part, wake);
            } else {
                Duration after = later.after();
                retry(part, wake, after == null ? Duration.ZERO : after, later.answer());
            }
        }
    }

    /** An attempt before the last of this request was written, and what became of it is not known here. */
    private static void noteEarlierAttempt(OpenPart part, OutgoingRequest request, Wake wake) {
        if (request.withheld() && request.left()) {
            part.unknown.add(wake.device());
        }
    }

    /** The registration is removed only if it is still the one that was pushed to; a newer one gets its own try. */
    private void tokenInvalid(OpenPart part, Wake wake, VendorAnswer answer) {
        boolean removed = true;
        try {
            removed = registry.invalidate(wake.push().pushId(), wake.push().registrationNumber());
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The dead token of {} could not be removed; the next push finds it again: {}",
                    wake.push().pushId(),
                    e.getClass().getName());
        }
        if (removed) {
            end(part, wake, EndReason.TOKEN_INVALID, answer);
        } else {
            decideAgain(part, wake);
        }
    }

    private void decideAgain(OpenPart part, Wake wake) {
        part.inFlight.remove(wake.device());
        part.undecided.put(wake.device(), wake.push().pushId());
        decideAgain.accept(part);
    }

    private void end(OpenPart part, Wake wake, EndReason reason, VendorAnswer answer) {
        DeviceEnd end = new DeviceEnd(wake.push().pushId(), reason, answer.code(), answer.requestId());
        part.end(wake.device(), end);
        steps.ended(part, end);
    }

    /** It is to be tried again: not before the vendor's delay, and not so late that its time would be over. */
    void retry(OpenPart part, Wake wake, Duration atLeast, VendorAnswer answer) {
        part.triedInVain = true;
        Duration pause = longer(atLeast, Backoff.after(part.attempts, part.id()));
        Duration left = Duration.between(node.storeTime(), part.part.expiresAt());
        part.retry(wake.device(), wake.push(), pause.compareTo(left) > 0 && !left.isNegative() ? left : pause);
        steps.retry(part, wake.push().pushId(), answer.code(), answer.requestId());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
