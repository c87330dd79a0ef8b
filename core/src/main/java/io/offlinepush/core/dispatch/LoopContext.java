package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment;
import io.offlinepush.core.decision.AudiencePages;
import io.offlinepush.core.decision.Decider;
import io.offlinepush.core.decision.FactsGatherer;
import io.offlinepush.core.decision.FactsReader;
import io.offlinepush.core.delivery.SendConditions;
import io.offlinepush.core.outbox.Announcements;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.outbox.SettlementWriter;
import io.offlinepush.core.trace.PushTrace;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import java.time.Duration;

/**
 * What all loops share, and what each makes its own helpers of.
 *
 * @param ports what the engine stands on
 * @param decisions how facts are gathered and decided on
 * @param way the way to the vendors
 * @param conditions what must hold when a request is written
 * @param outbox how the store is told, and what it may give
 */
public record LoopContext(Ports ports, Decisions decisions, DeliveryWay way, SendConditions conditions, Shared outbox) {

    /** What the engine stands on. */
    public record Ports(MessageStore store, BindingRegistry registry, Environment environment) {}

    /** How facts are gathered and decided on. */
    public record Decisions(
            FactsReader reader,
            FactsGatherer gatherer,
            AudiencePages pages,
            Decider decider,
            Duration acknowledgementTime) {}

    /** What this process has, writes and takes. */
    record Shared(PartCapacity capacity, SettlementWriter settlements, Announcements announcements, Claims claims) {}

    Environment environment() {
        return ports.environment;
    }

    Node node() {
        return conditions.node();
    }

    PushTrace trace() {
        return conditions.trace();
    }

    FactsGatherer gatherer() {
        return decisions.gatherer;
    }

    PartCapacity capacity() {
        return outbox.capacity;
    }

    SettlementWriter settlements() {
        return outbox.settlements;
    }

    Announcements announcements() {
        return outbox.announcements;
    }

    Claims claims() {
        return outbox.claims;
    }

    Deliveries deliveries(LoopEvents events) {
        Verdicts verdicts = new Verdicts(ports.registry, decisions.gatherer, node(), trace(), events);
        return new Deliveries(way, conditions, verdicts, events);
    }

    FanOut fanOut(DispatchLoop loop) {
        return new FanOut(this, loop);
    }
}
