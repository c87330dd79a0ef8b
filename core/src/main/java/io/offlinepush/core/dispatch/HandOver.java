package io.offlinepush.core.dispatch;

import com.google.common.collect.Lists;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.dispatch.Round.Wake;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives decided pushes to their providers, and turns each verdict into an end, a retry, or a new decision. Runs on the
 * dispatcher's loop, except for what happens inside {@link OutgoingRequest#leave}.
 */
final class HandOver {

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    /** How long a part waits whose provider this node does not have: another node may. */
    private static final Duration PROVIDER_ABSENT = Duration.ofSeconds(30);

    private final AtomicInteger underWay = new AtomicInteger();

    /** How long a part waits in the store for which its lane has no room in memory. */
    private static final Duration NO_ROOM = Duration.ofMillis(500);

    private final PushProviders providers;
    private final Lanes lanes;
    private final BindingRegistry registry;
    private final HandOverGate gate;
    private final Node node;
    private final Ticker ticker;
    private final Duration freshness;
    private final Executor loop;
    private final Steps steps;
    private final Consumer<OpenPart> decideAgain;
    private final Consumer<OpenPart> onChange;

    /**
     * A hand-over.
     *
     * @param decideAgain queues a part for a new decision
     * @param onChange is told of a part whose devices have moved on
     */
    HandOver(
            PushProviders providers,
            Lanes lanes,
            BindingRegistry registry,
            HandOverGate gate,
            Node node,
            Ticker ticker,
            Duration freshness,
            Executor loop,
            Steps steps,
            Consumer<OpenPart> decideAgain,
            Consumer<OpenPart> onChange) {
        this.providers = providers;
        this.lanes = lanes;
        this.registry = registry;
        this.gate = gate;
        this.node = node;
        this.ticker = ticker;
        this.freshness = freshness;
        this.loop = loop;
        this.steps = steps;
        this.decideAgain = decideAgain;
        this.onChange = onChange;
    }

    /**
     * Sends a part's wake-ups on their way.
     *
     * @param moment the gate's moment of the decision
     * @param decidedAt the ticker's time of the decision
     */
    void send(OpenPart part, List<Wake> wakes, long moment, long decidedAt) {
        Map<VendorApp, List<Wake>> byApp = new LinkedHashMap<>();
        wakes.forEach(wake -> byApp.computeIfAbsent(wake.push().app(), unused -> new ArrayList<>())
                .add(wake));
        byApp.forEach((app, members) -> {
            Optional<PushProvider> provider = providers.serving(app);
            if (provider.isEmpty()) {
                log.warn("No push provider here serves {}: {} waits for one", app, part.id());
                members.forEach(wake -> retry(part, wake, PROVIDER_ABSENT, VendorAnswer.NONE));
            } else if (admitted(part, lanes.of(app), members)) {
                push(part, provider.get(), lanes.of(app), members, moment, decidedAt);
            }
        });
        // A turn that came and was not needed any more goes to the next.
        for (Lane lane : Set.copyOf(part.reserved)) {
            part.reserved.remove(lane);
            lane.leave();
            lanes.pump(lane);
        }
    }

    private boolean admitted(OpenPart part, Lane lane, List<Wake> wakes) {
        if (part.reserved.remove(lane) || (!part.parked.contains(lane) && lane.enter())) {
            return true;
        }
        if (part.parked.contains(lane) || lane.park(part, wakes.size())) {
            part.parked.add(lane);
            lanes.watchRate(lane);
            wakes.forEach(wake -> part.undecided.put(wake.device(), wake.push().pushId()));
        } else {
            wakes.forEach(wake -> part.retrying.put(wake.device(), wake.push().pushId()));
            part.retryAfter = longer(part.retryAfter, NO_ROOM);
        }
        return false;
    }

    /** One request for each thousand devices, and those apart that must do without the badge. */
    private void push(OpenPart part, PushProvider provider, Lane lane, List<Wake> wakes, long moment, long decidedAt) {
        List<List<Wake>> requests = new ArrayList<>();
        for (boolean withBadge : new boolean[] {true, false}) {
            List<Wake> alike = wakes.stream()
                    .filter(wake -> part.mayHaveReached(wake.device()) != withBadge)
                    .toList();
            requests.addAll(Lists.partition(alike, provider.maxTargets()));
        }
        wakes.forEach(wake -> part.inFlight.put(wake.device(), wake.push().pushId()));
        lane.spend(wakes.size());
        for (int i = 0; i < requests.size(); i++) {
            if (i > 0) {
                lane.enterToo();
            }
            push(
                    part,
                    provider,
                    lane,
                    requests.get(i),
                    !part.mayHaveReached(requests.get(i).get(0).device()),
                    moment,
                    decidedAt);
        }
    }

    /** How many requests have no verdict yet. */
    int underWay() {
        return underWay.get();
    }

    private void push(
            OpenPart part,
            PushProvider provider,
            Lane lane,
            List<Wake> wakes,
            boolean withBadge,
            long moment,
            long decidedAt) {
        VendorApp app = wakes.get(0).push().app();
        Part owed = part.part;
        Notification notification = new Notification(
                owed.id().number(),
                0,
                owed.id().index(),
                owed.messageId(),
                part.body.conversation(),
                part.body.sender(),
                owed.storedAt(),
                part.body.content(),
                withBadge);
        OutgoingRequest request = new OutgoingRequest(
                app,
                notification,
                Lists.transform(wakes, Wake::device),
                Lists.transform(
                        wakes,
                        w -> new Target(
                                w.push().pushId(), w.login().user(), w.push().token())),
                () -> Duration.between(node.storeTime(), owed.expiresAt()),
                gate,
                moment,
                () -> fresh(decidedAt) && node.surelyAlive() && node.id().equals(part.holder),
                () -> wakes.forEach(wake ->
                        steps.step(part, TraceStage.HANDED_OVER, wake.push().pushId())));
        underWay.incrementAndGet();
        try {
            provider.push(request)
                    .whenComplete((verdicts, failure) ->
                            loop.execute(() -> answered(part, lane, request, wakes, verdicts, failure)));
        } catch (RuntimeException | Error e) {
            log.error(
                    "The push provider of {} threw instead of answering: {}",
                    app,
                    e.getClass().getName());
            // Later, as any verdict: the part's other devices may still be on their way to their providers.
            loop.execute(() -> answered(part, lane, request, wakes, null, e));
        }
    }

    private boolean fresh(long decidedAt) {
        return ticker.nanos() - decidedAt <= freshness.toNanos();
    }

    private void answered(
            OpenPart part,
            Lane lane,
            OutgoingRequest request,
            List<Wake> wakes,
            @Nullable List<Verdict> verdicts,
            @Nullable Throwable failure) {
        underWay.decrementAndGet();
        lane.leave();
        lanes.pump(lane);
        if (part.closed) {
            return;
        }
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
        } else if (verdict instanceof Verdict.RetryLater later) {
            if (request.withheld() && request.left()) {
                // An earlier attempt of this request was written, and what became of it is not known here.
                part.unknown.add(wake.device());
            }
            if (atOnce) {
                decideAgain(part, wake);
            } else {
                Duration after = later.after();
                retry(part, wake, after == null ? Duration.ZERO : after, later.answer());
            }
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

    private void retry(OpenPart part, Wake wake, Duration atLeast, VendorAnswer answer) {
        DeviceId device = wake.device();
        PushId pushId = wake.push().pushId();
        part.inFlight.remove(device);
        part.retrying.put(device, pushId);
        part.triedInVain = true;
        part.retryAfter = longer(part.retryAfter, longer(atLeast, Backoff.after(part.attempts, part.id())));
        steps.retry(part, pushId, answer.code(), answer.requestId());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
