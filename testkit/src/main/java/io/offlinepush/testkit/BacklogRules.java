package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.PROGRESS;
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
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part held = scene.part(node);
            Part ended = scene.part(node);
            Part dead = scene.part(node);
            scene.freePart();
            assertThat(scene.store().outbox().backlog(10).owed()).isEqualTo(4);
            assertThat(scene.store().outbox().backlog(4).owed()).isEqualTo(4);
            assertThat(scene.store().outbox().backlog(3).owed()).isEqualTo(3);
            scene.end(node, ended.id());
            scene.die(node, dead);
            assertThat(scene.store().outbox().backlog(10).owed()).isEqualTo(2);
            scene.settle(node, reschedule(held, kept()));
            assertThat(scene.store().outbox().backlog(10).owed())
                    .as("with one that is not due")
                    .isEqualTo(2);
        }
    }

    @Test
    @DisplayName("backlog: a part that a node holds is not unclaimed, nor is one whose retry is not due")
    default void claimedAndWaitingAreNotNeglected() {
        try (Scene scene = new Scene(this)) {
            assertThat(scene.backlog().oldestUnclaimed())
                    .as("in an empty store")
                    .isNull();
            NodeId node = scene.liveNode();
            scene.part(node);
            Part later = scene.part(node);
            scene.settle(node, reschedule(later, kept().multipliedBy(10)));
            passTime(Duration.ofMillis(2));
            assertThat(scene.backlog().owed()).isEqualTo(2);
            assertThat(scene.backlog().oldestUnclaimed()).isNull();
        }
    }

    @Test
    @DisplayName("backlog: the oldest unclaimed part is that which has been due and unclaimed the longest")
    default void oldestUnclaimedIsSinceItCouldBeClaimed() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part lost = scene.part(node);
            passTime(Duration.ofMillis(5));

            Instant before = scene.store().nodes().now();
            scene.freePart();
            Instant after = scene.store().nodes().now();
            passTime(Duration.ofMillis(5));
            scene.stored(node, Scene.unclaimed(scene.owing(BOB)));
            scene.store().nodes().leave(node);
            assertThat(scene.backlog().oldestUnclaimed())
                    .as("with younger ones, and one that was stored earlier but held until now")
                    .isBetween(before, after);

            NodeId heir = scene.liveNode();
            assertThat(scene.claim(heir)).hasSize(3).contains(lost.id());
            assertThat(scene.backlog().oldestUnclaimed())
                    .as("once all are claimed")
                    .isNull();
        }
    }

    @Test
    @DisplayName("backlog: a rescheduled part is unclaimed since it came due, also while nobody looks for it")
    default void rescheduledIsUnclaimedSinceItWasDue() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part part = scene.part(node);
            Instant before = scene.store().nodes().now();
            scene.settle(node, reschedule(part, lease().dividedBy(2)));
            Instant after = scene.store().nodes().now();
            passTime(lease());
            assertThat(scene.backlog().oldestUnclaimed())
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
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part part = scene.part(node);
            scene.die(node, part);
            passTime(Duration.ofMillis(5));
            Instant before = scene.store().nodes().now();
            scene.store().outbox().requeue(List.of(part.id()), Duration.ofHours(1));
            assertThat(scene.backlog().owed()).isEqualTo(1);
            assertThat(scene.backlog().oldestUnclaimed())
                    .isBetween(before, scene.store().nodes().now());
        }
    }
}
