package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 5 of a message store: whose a part is. */
public interface PartRules extends StoreSubject {

    @Test
    @DisplayName("rule 5: a part is the appending node's, and nobody else takes it")
    default void partIsTheAppenders() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            AppendResult.Stored stored = fixture.stored(node, fixture.owing(BOB));
            assertThat(stored.parts()).hasSize(1);
            assertThat(fixture.heldParts(node)).isEqualTo(stored.parts());
            assertThat(fixture.claim(fixture.liveNode())).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node appends while it is not live are unclaimed, and it is given none")
    default void partOfAStrangerIsUnclaimed() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId gone = fixture.liveNode();
            fixture.store().nodes().leave(gone);
            for (NodeId notLive : List.of(fixture.stranger(), gone)) {
                AppendResult.Stored stored = fixture.stored(notLive, fixture.owing(BOB));
                assertThat(stored.parts()).isEmpty();
                assertThat(fixture.held(notLive)).isEmpty();
                assertThat(fixture.claim(fixture.liveNode())).hasSize(1);
            }
        }
    }

    @Test
    @DisplayName(
            "rule 5: the parts of an entry that is not claimed are unclaimed from the start, and any node claims them")
    default void unclaimedEntryIsUnclaimed() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry unclaimed = StoreFixture.unclaimed(fixture.owing(BOB));
            Entry claimed = fixture.owing(BOB);
            List<AppendResult> results = fixture.store().append(node, List.of(unclaimed, claimed));
            assertThat(StoreFixture.stored(results.get(0)).parts()).isEmpty();
            Part own = StoreFixture.only(StoreFixture.stored(results.get(1)).parts());
            assertThat(fixture.held(node)).containsExactly(own.id());
            PartId free = new PartId(unclaimed.owes().get(0).number(), 0);
            assertThat(fixture.end(node, free)).as("settled without a claim").containsExactly(free);

            NodeId other = fixture.liveNode();
            Part part = StoreFixture.only(fixture.claimParts(other));
            assertThat(part.id()).isEqualTo(free);
            assertThat(part.losses()).isZero();
            assertThat(fixture.end(other, free)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node holds are read page by page in order of their ids")
    default void heldInPages() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<PartId> expected = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                expected.add(new PartId(fixture.numbers(1), 0));
            }
            expected.sort(null);
            for (int i = 4; i >= 0; i--) {
                long number = expected.get(i).number();
                fixture.stored(
                        node,
                        fixture.owing(BOB, new OwedPush(number, Urgency.LOW, Duration.ofHours(1), "", Bytes.EMPTY)));
            }
            fixture.part(fixture.liveNode());
            List<PartId> read = new ArrayList<>();
            List<Part> page = fixture.store().outbox().held(node, null, 2);
            while (!page.isEmpty() && read.size() < 10) {
                assertThat(page).hasSizeLessThanOrEqualTo(2);
                read.addAll(StoreFixture.ids(page));
                page = fixture.store().outbox().held(node, read.get(read.size() - 1), 2);
            }
            assertThat(read).isEqualTo(expected);
            assertThat(fixture.store()
                            .outbox()
                            .held(node, new PartId(expected.get(1).number(), Integer.MAX_VALUE), 10))
                    .as("behind an id that is not there")
                    .hasSize(3);
        }
    }

    @Test
    @DisplayName("rule 5: what a node took is its own")
    default void takenIsTheTakers() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            fixture.freePart();
            NodeId taker = fixture.liveNode();
            List<Part> taken = fixture.claimParts(taker);
            assertThat(taken).hasSize(1);
            assertThat(fixture.heldParts(taker)).isEqualTo(taken);
            NodeId other = fixture.liveNode();
            assertThat(fixture.claim(other)).isEmpty();
            assertThat(fixture.held(other)).isEmpty();
            assertThat(fixture.claim(taker)).as("taken twice").isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: the most urgent parts are taken first, then the oldest, and no more than asked for")
    default void mostUrgentFirst() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            List<Long> numbers = new ArrayList<>();
            for (Urgency urgency :
                    List.of(Urgency.LOW, Urgency.MEDIUM, Urgency.HIGH, Urgency.LOW, Urgency.MEDIUM, Urgency.HIGH)) {
                numbers.add(fixture.freeEntry(fixture.owing(BOB, urgency)));
                passTime(Duration.ofMillis(2));
            }
            NodeId node = fixture.liveNode();
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Part> two = fixture.claimParts(node, StoreFixture.NO_LANE, 2);
                assertThat(two).hasSize(2);
                two.forEach(part -> taken.add(part.id().number()));
            }
            assertThat(taken)
                    .containsExactly(
                            numbers.get(2),
                            numbers.get(5),
                            numbers.get(1),
                            numbers.get(4),
                            numbers.get(0),
                            numbers.get(3));
        }
    }

    @Test
    @DisplayName("rule 5: a part whose push has expired is still taken, so that somebody ends it")
    default void expiredIsStillTaken() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            long number = fixture.numbers(1);
            fixture.freeEntry(
                    fixture.owing(BOB, new OwedPush(number, Urgency.LOW, Duration.ofMillis(1), "", Bytes.EMPTY)));
            passTime(lease());
            assertThat(fixture.claim(fixture.liveNode())).containsExactly(new PartId(number, 0));
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node held are unclaimed once it has left")
    default void leaveFrees() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.store().nodes().leave(node);
            assertNotLive(fixture, node, part, 1);
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node held are unclaimed once its lease ran out")
    default void lapsedLeaseFrees() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId holder = fixture.liveNode();
            Part part = fixture.part(holder);
            NodeId node = fixture.mortalNode(lease());
            fixture.store().nodes().leave(holder);
            fixture.claim(node);
            passTime(lease());
            assertNotLive(fixture, node, part, 2);
        }
    }

    /** Not live: it holds, takes and settles nothing, never comes back, and another gets what it held. */
    private static void assertNotLive(StoreFixture fixture, NodeId node, Part part, int losses) {
        assertThat(fixture.store().nodes().live()).doesNotContain(node);
        assertThat(fixture.held(node)).isEmpty();
        assertThat(fixture.end(node, part.id())).containsExactly(part.id());
        assertThat(fixture.claim(node)).isEmpty();
        assertThat(fixture.store().nodes().renew(node)).isEmpty();
        assertThatThrownBy(() -> fixture.store().nodes().join(node, Duration.ofHours(1)))
                .isInstanceOf(IllegalStateException.class);
        NodeId heir = fixture.liveNode();
        assertThat(fixture.claimParts(heir)).containsExactly(like(part, part.progress(), losses));
        assertThat(fixture.end(node, part.id())).as("settled by the dead").containsExactly(part.id());
        assertThat(fixture.end(heir, part.id())).as("settled by the heir").isEmpty();
    }

    @Test
    @DisplayName("rule 5: a node that never joined takes and settles nothing")
    default void strangerIsNobody() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            PartId part = fixture.freePart();
            NodeId stranger = fixture.stranger();
            assertThat(fixture.claim(stranger)).isEmpty();
            assertThat(fixture.end(stranger, part)).containsExactly(part);
            assertThat(fixture.held(stranger)).isEmpty();
            assertThat(fixture.store().nodes().renew(stranger)).isEmpty();
            assertThat(fixture.claim(fixture.liveNode())).containsExactly(part);
        }
    }

    @Test
    @DisplayName("rule 5: only the holder settles: for others nothing changes, and they are told so")
    default void onlyTheHolderSettles() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId holder = fixture.liveNode();
            Part part = fixture.part(holder);
            NodeId other = fixture.liveNode();
            PartId own = fixture.part(other).id();
            assertThat(fixture.store()
                            .outbox()
                            .settle(
                                    other,
                                    List.of(
                                            new Settlement.Rescheduled(
                                                    part.id(), StoreFixture.ACCEPTED, Duration.ZERO, "", PROGRESS),
                                            new Settlement.Completed(own, Settlement.Ends.NONE))))
                    .containsExactly(part.id());
            assertThat(fixture.heldParts(holder)).containsExactly(part);
            assertThat(fixture.store().outbox().trace(part.messageId())).isEmpty();
            assertThat(fixture.held(other))
                    .as("the other's own part, ended in the same call")
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: a rescheduled part is unclaimed with its progress, and can be claimed once its time has come")
    default void againWaits() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part later = fixture.part(node);
            Part muchLater = fixture.part(node);
            assertThat(fixture.settle(node, again(later, lease()))).isEmpty();
            assertThat(fixture.settle(node, again(muchLater, kept().multipliedBy(1000))))
                    .isEmpty();
            assertThat(fixture.held(node)).isEmpty();
            assertThat(fixture.depth()).isEqualTo(2);
            assertThat(fixture.end(node, muchLater.id()))
                    .as("settled while it waits")
                    .containsExactly(muchLater.id());
            passTime(lease());
            assertThat(fixture.claimParts(fixture.liveNode())).containsExactly(progressed(later));
            assertThat(fixture.claim(node)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: a part that is rescheduled without delay can be claimed at once")
    default void againAtOnce() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            assertThat(fixture.settle(node, again(part, Duration.ZERO))).isEmpty();
            assertThat(fixture.claimParts(node)).containsExactly(progressed(part));
        }
    }

    @Test
    @DisplayName("rule 5: a part that is kept stays the node's, and its progress goes to whoever takes over")
    default void keptStays() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            assertThat(fixture.settle(node, new Settlement.Checkpoint(part.id(), StoreFixture.ACCEPTED, PROGRESS)))
                    .isEmpty();
            NodeId other = fixture.liveNode();
            assertThat(fixture.claim(other)).isEmpty();
            assertThat(fixture.heldParts(node)).containsExactly(progressed(part));
            fixture.store().nodes().leave(node);
            assertThat(fixture.claimParts(other)).containsExactly(like(part, PROGRESS, 1));
        }
    }

    @Test
    @DisplayName("rule 5: the nodes that were lost while they held a part are counted until it is settled")
    default void lossesAreCounted() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId first = fixture.liveNode();
            Part part = fixture.part(first);
            fixture.store().nodes().leave(first);
            NodeId second = fixture.liveNode();
            assertThat(fixture.claimParts(second)).containsExactly(like(part, part.progress(), 1));
            fixture.store().nodes().leave(second);
            NodeId third = fixture.liveNode();
            assertThat(fixture.claimParts(third)).containsExactly(like(part, part.progress(), 2));
            assertThat(fixture.heldParts(third)).containsExactly(like(part, part.progress(), 2));
            assertThat(fixture.settle(third, again(part, Duration.ZERO))).isEmpty();
            assertThat(fixture.claimParts(third)).containsExactly(like(part, PROGRESS, 0));
            fixture.store().nodes().leave(third);
            NodeId fourth = fixture.liveNode();
            assertThat(fixture.claimParts(fourth)).containsExactly(like(part, PROGRESS, 1));
            assertThat(fixture.settle(fourth, new Settlement.Checkpoint(part.id(), Settlement.Ends.NONE, PROGRESS)))
                    .isEmpty();
            assertThat(fixture.heldParts(fourth)).containsExactly(like(part, PROGRESS, 0));
        }
    }

    @Test
    @DisplayName("rule 5: of nodes that take at the same time, each part has exactly one")
    default void eachPartHasOneTaker() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            List<PartId> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(fixture.freePart());
            }
            List<NodeId> nodes = List.of(fixture.liveNode(), fixture.liveNode());
            List<Callable<List<PartId>>> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                NodeId node = nodes.get(i % 2);
                MessageStore store = i % 2 == 0 ? fixture.store() : other;
                takers.add(() -> takeAll(store, node));
            }
            List<PartId> taken = new ArrayList<>();
            Together.run(takers).forEach(taken::addAll);
            assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
            List<PartId> held = new ArrayList<>(fixture.held(nodes.get(0)));
            held.addAll(fixture.held(nodes.get(1)));
            assertThat(held).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    @DisplayName("rule 5: a node is live from join until it leaves, and its id is used once")
    default void nodeLivesOnce() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            NodeId other = fixture.liveNode();
            assertThat(fixture.store().nodes().live()).containsExactlyInAnyOrder(node, other);
            assertThatThrownBy(() -> fixture.store().nodes().join(node, Duration.ofHours(1)))
                    .isInstanceOf(IllegalStateException.class);
            fixture.store().nodes().leave(node);
            fixture.store().nodes().leave(node);
            fixture.store().nodes().leave(fixture.stranger());
            assertThat(fixture.store().nodes().live()).containsExactly(other);
        }
    }

    /** Says nothing where the machine was so slow that the lease ran out meanwhile. */
    @Test
    @DisplayName("rule 5: a renewed lease has its full length again")
    default void renewedLeaseIsFull() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.mortalNode(lease());
            passTime(lease().dividedBy(2));
            Optional<Instant> renewed = fixture.store().nodes().renew(node);
            passTime(lease().dividedBy(2).plusMillis(1));
            Set<NodeId> live = fixture.store().nodes().live();
            Instant now = fixture.store().nodes().now();
            if (renewed.isPresent() && now.isBefore(renewed.get().plus(lease()))) {
                assertThat(live).contains(node);
            }
            passTime(lease());
            assertThat(fixture.store().nodes().live()).doesNotContain(node);
        }
    }

    private static List<PartId> takeAll(MessageStore store, NodeId node) {
        List<PartId> all = new ArrayList<>();
        while (true) {
            List<Part> some =
                    store.outbox().claim(node, new ClaimRequest(1024, Map.of(StoreFixture.NO_LANE, 7), Urgency.LOW));
            if (some.isEmpty()) {
                return all;
            }
            all.addAll(StoreFixture.ids(some));
        }
    }

    private static Settlement again(Part part, Duration after) {
        return new Settlement.Rescheduled(part.id(), Settlement.Ends.NONE, after, "", PROGRESS);
    }

    private static Part progressed(Part part) {
        return like(part, PROGRESS, 0);
    }

    private static Part like(Part part, Bytes progress, int losses) {
        return StoreFixture.like(part, part.lane(), progress, losses);
    }
}
