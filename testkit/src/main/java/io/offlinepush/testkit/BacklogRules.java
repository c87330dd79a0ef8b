package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The backlog of a message store: how much is owed, and for how long no node has worked on it. */
public interface BacklogRules extends StoreSubject {

    @Test
    @DisplayName("backlog: the parts that have not ended are counted, whoever holds them, up to the limit")
    default void owedIsCountedToTheLimit() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part held = fixture.part(node);
            Part ended = fixture.part(node);
            Part dead = fixture.part(node);
            fixture.freePart();
            assertThat(fixture.store().outbox().backlog(10).owed()).isEqualTo(4);
            assertThat(fixture.store().outbox().backlog(4).owed()).isEqualTo(4);
            assertThat(fixture.store().outbox().backlog(3).owed()).isEqualTo(3);
            fixture.end(node, ended.id());
            fixture.die(node, dead);
            assertThat(fixture.store().outbox().backlog(10).owed()).isEqualTo(2);
            fixture.settle(node, reschedule(held, kept()));
            assertThat(fixture.store().outbox().backlog(10).owed())
                    .as("with one that is not due")
                    .isEqualTo(2);
        }
    }

    @Test
    @DisplayName("backlog: a part that a node holds is not unclaimed, nor is one whose retry is not due")
    default void claimedAndWaitingAreNotNeglected() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            assertThat(fixture.backlog().oldestUnclaimed())
                    .as("in an empty store")
                    .isNull();
            NodeId node = fixture.liveNode();
            fixture.part(node);
            Part later = fixture.part(node);
            fixture.settle(node, reschedule(later, kept().multipliedBy(10)));
            passTime(Duration.ofMillis(2));
            assertThat(fixture.backlog().owed()).isEqualTo(2);
            assertThat(fixture.backlog().oldestUnclaimed()).isNull();
        }
    }

    @Test
    @DisplayName("backlog: the oldest unclaimed part is that which has been due and unclaimed the longest")
    default void oldestUnclaimedIsSinceItCouldBeClaimed() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part lost = fixture.part(node);
            passTime(Duration.ofMillis(5));

            Instant before = fixture.store().nodes().now();
            fixture.freePart();
            Instant after = fixture.store().nodes().now();
            passTime(Duration.ofMillis(5));
            fixture.stored(node, StoreFixture.unclaimed(fixture.owing(BOB)));
            fixture.store().nodes().leave(node);
            assertThat(fixture.backlog().oldestUnclaimed())
                    .as("with younger ones, and one that was stored earlier but held until now")
                    .isBetween(before, after);

            NodeId heir = fixture.liveNode();
            assertThat(fixture.claim(heir)).hasSize(3).contains(lost.id());
            assertThat(fixture.backlog().oldestUnclaimed())
                    .as("once all are claimed")
                    .isNull();
        }
    }

    @Test
    @DisplayName("backlog: a rescheduled part is unclaimed since it came due, also while nobody looks for it")
    default void rescheduledIsUnclaimedSinceItWasDue() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            Instant before = fixture.store().nodes().now();
            fixture.settle(node, reschedule(part, lease().dividedBy(2)));
            Instant after = fixture.store().nodes().now();
            passTime(lease());
            assertThat(fixture.backlog().oldestUnclaimed())
                    .isBetween(
                            before.plus(lease().dividedBy(2)),
                            after.plus(lease().dividedBy(2)).plusMillis(1));
        }
    }

    private static Settlement reschedule(Part part, Duration after) {
        return new Settlement.Rescheduled(part.id(), Settlement.Ends.NONE, after, "", PROGRESS);
    }

    @Test
    @DisplayName("backlog: a requeued part is unclaimed since it was requeued")
    default void requeuedIsUnclaimed() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.die(node, part);
            passTime(Duration.ofMillis(5));
            Instant before = fixture.store().nodes().now();
            fixture.store().outbox().requeue(List.of(part.id()), Duration.ofHours(1));
            assertThat(fixture.backlog().owed()).isEqualTo(1);
            assertThat(fixture.backlog().oldestUnclaimed())
                    .isBetween(before, fixture.store().nodes().now());
        }
    }
}
