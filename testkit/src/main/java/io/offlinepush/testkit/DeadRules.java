package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.CHAT;
import static io.offlinepush.testkit.StoreFixture.PROGRESS;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static io.offlinepush.testkit.StoreFixture.newPart;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 6 of a message store, for parts that are dead: kept aside, listed, and owed once more if somebody says so. */
public interface DeadRules extends StoreSubject {

    @Test
    @DisplayName("rule 6: what is dead has ended: nobody holds, takes or settles it, whatever becomes of its node")
    default void deadHasEnded() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            assertThat(fixture.die(node, part)).isEmpty();
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.held(node)).isEmpty();
            assertThat(fixture.die(node, part)).as("a second time").containsExactly(part.id());
            assertThat(fixture.end(node, part.id())).containsExactly(part.id());
            fixture.store().nodes().leave(node);
            NodeId other = fixture.liveNode();
            assertThat(fixture.claim(other)).isEmpty();
            passTime(kept());
            assertThat(fixture.claimExpired(other, 10)).isEmpty();
            assertThat(fixture.store().outbox().dead(null, 10)).hasSize(1);
        }
    }

    @Test
    @DisplayName("rule 6: a dead part is listed as it would be taken, with why and when it died")
    default void deadSaysWhy() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            Part parent =
                    StoreFixture.only(fixture.stored(node, fixture.owing(TEAM)).parts());
            Part part = StoreFixture.only(fixture.split(node, parent, true, newPart(4, CHAT)));
            Instant before = fixture.store().nodes().now();
            fixture.settle(node, new Settlement.Dead(part.id(), StoreFixture.ACCEPTED, EndReason.POISON, PROGRESS));
            DeadPart dead = StoreFixture.only(other.outbox().dead(null, 10));
            assertThat(dead.part()).isEqualTo(StoreFixture.like(part, CHAT, PROGRESS, 0));
            assertThat(dead.reason()).isEqualTo(EndReason.POISON);
            assertThat(dead.at()).isBetween(before, fixture.store().nodes().now());
        }
    }

    @Test
    @DisplayName(
            "rule 6: dead parts are listed page by page in order of their ids, also while others die and are requeued")
    default void deadInOrder() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part group =
                    StoreFixture.only(fixture.stored(node, fixture.owing(TEAM)).parts());
            List<Part> parts = new ArrayList<>(
                    fixture.split(node, group, false, newPart(2, CHAT), newPart(10, CHAT), newPart(1, CHAT)));
            for (int i = 0; i < 3; i++) {
                parts.add(fixture.part(node));
            }
            List<PartId> sorted = parts.stream().map(Part::id).sorted().toList();
            List<Part> backwards = new ArrayList<>(parts);
            backwards.sort((one, other) -> other.id().compareTo(one.id()));
            backwards.forEach(part -> fixture.die(node, part));

            Outbox outbox = fixture.store().outbox();
            List<PartId> listed = ids(outbox.dead(null, 2));
            assertThat(listed).isEqualTo(sorted.subList(0, 2));
            outbox.requeue(Set.of(sorted.get(1), sorted.get(5)), Duration.ofHours(1));
            fixture.die(node, group);
            assertThat(ids(outbox.dead(sorted.get(1), 2))).isEqualTo(sorted.subList(2, 4));
            assertThat(ids(outbox.dead(sorted.get(3), 2))).as("the last page").containsExactly(sorted.get(4));
            assertThat(outbox.dead(sorted.get(5), 2)).isEmpty();
            assertThat(ids(outbox.dead(null, 1000)).get(0)).isEqualTo(group.id());
        }
    }

    @Test
    @DisplayName("rule 6: a requeued part is unclaimed in its lane, with its progress, and dead no more")
    default void requeuedIsAnybodys() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.release(node, part, CHAT);
            Part taken = StoreFixture.only(fixture.claimParts(node, CHAT, 1));
            fixture.die(node, taken);
            PartId unknown = new PartId(fixture.numbers(1), 0);
            Part open = fixture.part(node);
            assertThat(fixture.store().outbox().requeue(Set.of(part.id(), unknown, open.id()), Duration.ofHours(1)))
                    .containsExactly(part.id());
            assertThat(fixture.store().outbox().dead(null, 10)).isEmpty();
            assertThat(fixture.depth()).isEqualTo(2);
            assertThat(fixture.held(node)).containsExactly(open.id());
            assertThat(fixture.store().outbox().requeue(Set.of(part.id()), Duration.ofHours(1)))
                    .as("a second time")
                    .isEmpty();
            NodeId other = fixture.liveNode();
            assertThat(fixture.claim(other)).isEmpty();
            Part again = StoreFixture.only(fixture.claimParts(other, CHAT, 10));
            assertThat(again).isEqualTo(StoreFixture.like(part, CHAT, PROGRESS, 0, again.expiresAt()));
            assertThat(fixture.end(other, again.id())).isEmpty();
            assertThat(fixture.depth()).isEqualTo(1);
            assertThat(fixture.store().outbox().trace(part.messageId()))
                    .as("the end before the requeue, and the one after")
                    .hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 6: a requeued part expires anew, counted from then, and is not taken as expired before")
    default void requeuedExpiresAnew() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.die(node, part);
            passTime(kept());
            Instant before = fixture.store().nodes().now();
            Duration expiry = kept().dividedBy(2);
            assertThat(fixture.store().outbox().requeue(List.of(part.id()), expiry))
                    .containsExactly(part.id());
            Instant after = fixture.store().nodes().now();
            assertThat(fixture.claimExpired(node, 10)).isEmpty();
            Part again = StoreFixture.only(fixture.claimParts(node));
            assertThat(again.expiresAt()).isBetween(before.plus(expiry), after.plus(expiry));
            assertThat(again.storedAt()).isEqualTo(part.storedAt());
            fixture.release(node, again, CHAT);
            passTime(expiry);
            assertThat(StoreFixture.ids(fixture.claimExpired(node, 10))).containsExactly(part.id());
        }
    }

    @Test
    @DisplayName("rule 6: a requeued part can die again")
    default void diesAgain() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            for (int i = 0; i < 3; i++) {
                assertThat(fixture.die(node, part)).isEmpty();
                assertThat(ids(fixture.store().outbox().dead(null, 10))).containsExactly(part.id());
                assertThat(fixture.store().outbox().requeue(List.of(part.id()), Duration.ofHours(1)))
                        .containsExactly(part.id());
                assertThat(fixture.claim(node)).containsExactly(part.id());
            }
            assertThat(fixture.depth()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("rule 6: of several that requeue a part at the same time, one does, and it has one taker")
    default void oneOfManyRequeues() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            for (int round = 0; round < 20; round++) {
                Part part = fixture.part(node);
                fixture.die(node, part);
                List<Callable<Set<PartId>>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    MessageStore store = i % 2 == 0 ? fixture.store() : other;
                    all.add(() -> store.outbox().requeue(List.of(part.id()), Duration.ofHours(1)));
                }
                assertThat(Together.run(all))
                        .filteredOn(requeued -> !requeued.isEmpty())
                        .containsExactly(Set.of(part.id()));
                assertThat(fixture.claim(node)).containsExactly(part.id());
                fixture.end(node, part.id());
            }
        }
    }

    @Test
    @DisplayName("rule 6: what is dead is dead after closing and opening, at the declared durability")
    default void staysDead() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.die(node, part);
            List<DeadPart> dead = fixture.store().outbox().dead(null, 10);
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(fixture.store().outbox().dead(null, 10)).isEqualTo(dead);
            assertThat(fixture.store().outbox().requeue(List.of(part.id()), Duration.ofHours(1)))
                    .containsExactly(part.id());
            assertThat(fixture.claim(fixture.liveNode())).containsExactly(part.id());
        }
    }

    private static List<PartId> ids(List<DeadPart> dead) {
        return dead.stream().map(one -> one.part().id()).toList();
    }
}
