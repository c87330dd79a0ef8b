package io.offlinepush.core.dispatch;

import com.google.common.collect.Lists;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushAnswered;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.dispatch.Round.Wake;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.Listening;
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
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives decided pushes to their providers, each through the lane of its app. Runs on the dispatcher's loop, except for what
 * happens inside {@link OutgoingRequest#sendIfCurrent}.
 */
final class HandOver {

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    /** How long a part waits whose provider this node does not have: another node may. */
    private static final Duration PROVIDER_ABSENT = Duration.ofSeconds(30);

    /** A provider has deadlines of its own; this one is for a provider that forgets a push. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private final AtomicInteger underWay = new AtomicInteger();

    /** How long a part waits in the store for which its lane has no room in memory. */
    private static final Duration NO_ROOM = Duration.ofMillis(500);

    private final PushProviders providers;
    private final Lanes lanes;
    private final HandOverGate gate;
    private final Node node;
    private final Environment environment;
    private final Verdicts verdicts;
    private final Duration freshness;
    private final Executor loop;
    private final Steps steps;
    private final Listening listening;

    /** Hands over to these providers, through these lanes. */
    HandOver(
            PushProviders providers,
            Lanes lanes,
            HandOverGate gate,
            Node node,
            Environment environment,
            Duration freshness,
            Executor loop,
            Steps steps,
            Verdicts verdicts,
            Listening listening) {
        this.listening = listening;
        this.providers = providers;
        this.lanes = lanes;
        this.gate = gate;
        this.node = node;
        this.environment = environment;
        this.freshness = freshness;
        this.loop = loop;
        this.steps = steps;
        this.verdicts = verdicts;
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
                part.unserved = true;
                members.forEach(wake -> verdicts.retry(part, wake, PROVIDER_ABSENT, VendorAnswer.NONE));
            } else if (admitted(part, lanes.of(app), members)) {
                push(part, provider.get(), lanes.of(app), members, moment, decidedAt);
            }
        });
        // A turn that came and was not needed any more goes to the next.
        new LinkedHashMap<>(part.reserved).forEach((lane, paid) -> {
            part.reserved.remove(lane);
            lane.spend(-paid);
            lane.leave();
            lanes.pump(lane);
        });
    }

    private boolean admitted(OpenPart part, Lane lane, List<Wake> wakes) {
        Integer paid = part.reserved.remove(lane);
        if (paid != null) {
            lane.spend(-paid);
            return true;
        }
        if (!part.parked.containsKey(lane) && lane.enter(part.part.urgency())) {
            return true;
        }
        if (part.parked.containsKey(lane) || lane.park(part, wakes.size())) {
            part.parked.putIfAbsent(lane, wakes.size());
            lanes.watchRate(lane);
            wakes.forEach(wake -> part.undecided.put(wake.device(), wake.push().pushId()));
        } else {
            wakes.forEach(wake -> part.retry(wake.device(), wake.push(), NO_ROOM));
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
            requests.addAll(Lists.partition(
                    alike, providers.maxTargets(wakes.get(0).push().app())));
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
                withBadge,
                part.body.replace());
        OutgoingRequest request = new OutgoingRequest(
                app,
                notification,
                concerns(owed, wakes),
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
        Answer answer = new Answer(part, lane, request, wakes);
        try {
            provider.push(request)
                    .whenComplete((verdicts, failure) -> loop.execute(() -> answer.comes(verdicts, failure)));
        } catch (RuntimeException | Error e) {
            log.error(
                    "The push provider of {} threw instead of answering: {}",
                    app,
                    e.getClass().getName());
            // Later, as any verdict: the part's other devices may still be on their way to their providers.
            loop.execute(() -> answer.comes(null, e));
        }
    }

    private static List<?> concerns(Part owed, List<Wake> wakes) {
        List<Object> concerns = new ArrayList<>(Lists.transform(wakes, Wake::device));
        if (owed.timeline().kind() == Timeline.Kind.NOTIFICATION) {
            concerns.add(owed.timeline());
        }
        return concerns;
    }

    /** A request's answer: the first that comes counts, and if none comes in time, the outcome is unknown. */
    private final class Answer {

        private final OpenPart part;
        private final Lane lane;
        private final OutgoingRequest request;
        private final List<Wake> wakes;
        private final Task tooLate;
        private final long began = environment.ticker().nanos();
        private boolean came;

        private Answer(OpenPart part, Lane lane, OutgoingRequest request, List<Wake> wakes) {
            this.part = part;
            this.lane = lane;
            this.request = request;
            this.wakes = wakes;
            underWay.incrementAndGet();
            tooLate = environment
                    .scheduler()
                    .schedule(
                            LONGEST_ANSWER,
                            () -> loop.execute(() -> comes(null, new TimeoutException("no verdict in time"))));
        }

        private void tell(@Nullable List<Verdict> answered) {
            Duration took = Duration.ofNanos(environment.ticker().nanos() - began);
            // Counted by whoever listens: the loop has other things to do.
            listening.tell(to ->
                    to.pushAnswered(answered(request.app(), part.part.messageId(), took, wakes.size(), answered)));
        }

        private void comes(@Nullable List<Verdict> answered, @Nullable Throwable failure) {
            if (came) {
                return;
            }
            came = true;
            tooLate.cancel();
            underWay.decrementAndGet();
            tell(answered);
            if (failure == null) {
                lane.answered();
            }
            lane.leave();
            lanes.pump(lane);
            if (!part.closed) {
                verdicts.apply(part, request, wakes, answered, failure);
            }
        }
    }

    private static PushAnswered answered(
            VendorApp app, MessageId message, Duration took, int targets, @Nullable List<Verdict> verdicts) {
        int[] counts = new int[5];
        if (verdicts == null || verdicts.size() != targets) {
            counts[4] = targets;
        } else {
            for (Verdict verdict : verdicts) {
                counts[kind(verdict)]++;
            }
        }
        return new PushAnswered(app, message, took, counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    private static int kind(@Nullable Verdict verdict) {
        if (verdict instanceof Verdict.Accepted) {
            return 0;
        } else if (verdict instanceof Verdict.Rejected) {
            return 1;
        } else if (verdict instanceof Verdict.TokenInvalid) {
            return 2;
        }
        return verdict instanceof Verdict.RetryLater || verdict instanceof Verdict.AppRefused ? 3 : 4;
    }

    private boolean fresh(long decidedAt) {
        return environment.ticker().nanos() - decidedAt <= freshness.toNanos();
    }
}
