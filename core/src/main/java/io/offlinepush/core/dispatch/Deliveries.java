package io.offlinepush.core.dispatch;

import com.google.common.collect.Lists;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.delivery.Answer;
import io.offlinepush.core.delivery.DecisionStamp;
import io.offlinepush.core.delivery.Lane;
import io.offlinepush.core.delivery.LaneTicket;
import io.offlinepush.core.delivery.PushAttempt;
import io.offlinepush.core.delivery.SendConditions;
import io.offlinepush.core.delivery.Wake;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.VendorAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings decided pushes through the lane of their app to its provider, and the answers back. What finds no room in a
 * lane is parked with its decision; when its turn comes it goes out on that decision if it is still young, and is
 * decided anew otherwise. Belongs to one loop.
 */
final class Deliveries {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

    /** How long a part waits whose provider this node does not have: another node may. */
    private static final Duration PROVIDER_ABSENT = Duration.ofSeconds(30);

    /** How long a part waits in the store for which its lane has no room in memory. */
    private static final Duration NO_ROOM = Duration.ofMillis(500);

    private final DeliveryWay way;
    private final SendConditions conditions;
    private final Verdicts verdicts;
    private final LoopEvents events;
    private final Duration youngEnough;

    /**
     * Deliveries of one loop.
     *
     * @param conditions what must hold when a request is written, for parts under the present node id
     */
    Deliveries(DeliveryWay way, SendConditions conditions, Verdicts verdicts, LoopEvents events) {
        this.way = way;
        this.conditions = conditions;
        this.verdicts = verdicts;
        this.events = events;
        // Half of it is left for the way to the wire.
        this.youngEnough = conditions.freshness().dividedBy(2);
    }

    /**
     * Sends the wake-ups of a decision on their way.
     *
     * @param wakes all devices of the part that are to be pushed, also those that were parked before
     */
    void deliver(PartState part, List<Wake> wakes, DecisionStamp stamp) {
        if (wakes.size() == 1 && part.parked().isEmpty()) {
            deliver(part, wakes.get(0).push().app(), wakes, stamp);
            return;
        }
        Map<VendorApp, List<Wake>> byApp = new LinkedHashMap<>();
        for (Wake wake : wakes) {
            byApp.computeIfAbsent(wake.push().app(), unused -> new ArrayList<>(wakes.size()))
                    .add(wake);
        }
        byApp.forEach((app, some) -> deliver(part, app, some, stamp));
        // A turn that came, or will come, and is not needed any more goes to the next.
        for (Parked parked : part.parked()) {
            if (!byApp.containsKey(parked.lane().app())) {
                part.unpark(parked);
                parked.lane().giveBack(parked.ticket());
                way.lanes().pump(parked.lane());
            }
        }
    }

    private void deliver(PartState part, VendorApp app, List<Wake> wakes, DecisionStamp stamp) {
        if (way.providers().serving(app).isEmpty()) {
            log.warn("No push provider here serves {}: {} waits for one", app, part.id());
            part.retryPlan().unserved();
            for (Wake wake : wakes) {
                part.retry(wake, PROVIDER_ABSENT);
                part.retryPlan().triedInVain();
                conditions
                        .trace()
                        .retry(part.messageId(), wake.push().pushId(), VendorAnswer.NONE, "no provider serves " + app);
            }
            return;
        }
        Lane lane = way.lanes().of(app);
        Parked parked = part.parked(lane);
        if (parked == null) {
            send(part, lane, wakes, stamp, null);
        } else if (lane.isTurnOf(parked.ticket())) {
            part.unpark(parked);
            send(part, lane, wakes, stamp, parked.ticket());
        } else {
            parked.replace(wakes, stamp);
            wakes.forEach(part::queued);
        }
    }

    /** A parked part's turn has come in a lane. */
    void turn(PartState part, Parked parked) {
        Lane lane = parked.lane();
        if (part.isClosed() || part.parked(lane) != parked) {
            lane.giveBack(parked.ticket());
            way.lanes().pump(lane);
        } else if (part.isDeciding()) {
            // The decision under way finds that the turn has come.
            return;
        } else if (parked.stamp().isWithin(youngEnough, conditions.ticker())) {
            part.unpark(parked);
            send(part, lane, parked.wakes(), parked.stamp(), parked.ticket());
        } else {
            events.decide(part);
        }
    }

    /** Sends as many requests as the lane has room for, and parks the rest. */
    private void send(PartState part, Lane lane, List<Wake> wakes, DecisionStamp stamp, @Nullable LaneTicket turn) {
        List<List<Wake>> requests = requests(part, lane.app(), wakes);
        LaneTicket unused = turn;
        for (int i = 0; i < requests.size(); i++) {
            List<Wake> request = requests.get(i);
            boolean admitted = unused != null
                    ? lane.use(unused, request.size())
                    : lane.tryEnter(part.stored().urgency(), request.size());
            unused = null;
            if (!admitted) {
                List<Wake> rest = new ArrayList<>();
                requests.subList(i, requests.size()).forEach(rest::addAll);
                park(part, lane, rest, stamp);
                return;
            }
            push(part, lane, request, stamp);
        }
    }

    private void park(PartState part, Lane lane, List<Wake> wakes, DecisionStamp stamp) {
        Parked parked = new Parked(lane, wakes, stamp);
        LaneTicket ticket =
                lane.park(part.stored().urgency(), wakes.size(), () -> events.execute(() -> turn(part, parked)));
        if (ticket == null) {
            wakes.forEach(wake -> part.retry(wake, NO_ROOM));
            return;
        }
        parked.holds(ticket);
        part.park(parked);
        wakes.forEach(part::queued);
        way.lanes().watch(lane);
    }

    /** One request for as many as the provider takes, and apart those that must do without the badge. */
    private List<List<Wake>> requests(PartState part, VendorApp app, List<Wake> wakes) {
        if (wakes.size() == 1) {
            return List.of(wakes);
        }
        List<Wake> withBadge = new ArrayList<>(wakes.size());
        List<Wake> without = new ArrayList<>(0);
        for (Wake wake : wakes) {
            (part.mayHaveReached(wake.device()) ? without : withBadge).add(wake);
        }
        int most = way.providers().maxTargets(app);
        List<List<Wake>> requests = new ArrayList<>(Lists.partition(withBadge, most));
        requests.addAll(Lists.partition(without, most));
        return requests;
    }

    private void push(PartState part, Lane lane, List<Wake> wakes, DecisionStamp stamp) {
        wakes.forEach(part::sent);
        Part owed = part.stored();
        Notification notification = new Notification(
                owed.id().number(),
                0,
                owed.id().index(),
                owed.messageId(),
                part.body().conversation(),
                part.body().sender(),
                owed.storedAt(),
                part.body().content(),
                !part.mayHaveReached(wakes.get(0).device()),
                part.body().replace());
        PushAttempt attempt = new PushAttempt(
                new PushAttempt.Order(
                        lane.app(),
                        stamp,
                        owed.expiresAt(),
                        part.isNotification() ? owed.timeline() : null,
                        part.holder()),
                notification,
                wakes,
                conditions);
        way.sender().send(attempt, lane, answer -> events.execute(() -> answered(part, lane, answer)));
    }

    private void answered(PartState part, Lane lane, Answer answer) {
        way.lanes().pump(lane);
        if (!part.isClosed()) {
            verdicts.apply(part, lane, answer);
        }
    }
}
