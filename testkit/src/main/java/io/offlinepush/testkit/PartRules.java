package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.PROGRESS;
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
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            AppendResult.Stored stored = scene.stored(node, scene.owing(BOB));
            assertThat(stored.parts()).hasSize(1);
            assertThat(scene.heldParts(node)).isEqualTo(stored.parts());
            assertThat(scene.claim(scene.liveNode())).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node appends while it is not live are unclaimed, and it is given none")
    default void partOfAStrangerIsUnclaimed() {
        try (Scene scene = new Scene(this)) {
            NodeId gone = scene.liveNode();
            scene.store().nodes().leave(gone);
            for (NodeId notLive : List.of(scene.stranger(), gone)) {
                AppendResult.Stored stored = scene.stored(notLive, scene.owing(BOB));
                assertThat(stored.parts()).isEmpty();
                assertThat(scene.held(notLive)).isEmpty();
                assertThat(scene.claim(scene.liveNode())).hasSize(1);
            }
        }
    }

    @Test
    @DisplayName(
            "rule 5: the parts of an entry that is not claimed are unclaimed from the start, and any node claims them")
    default void unclaimedEntryIsUnclaimed() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry unclaimed = Scene.unclaimed(scene.owing(BOB));
            Entry claimed = scene.owing(BOB);
            List<AppendResult> results = scene.store().append(node, List.of(unclaimed, claimed));
            assertThat(Scene.stored(results.get(0)).parts()).isEmpty();
            Part own = Scene.only(Scene.stored(results.get(1)).parts());
            assertThat(scene.held(node)).containsExactly(own.id());
            PartId free = new PartId(unclaimed.owes().get(0).number(), 0);
            assertThat(scene.end(node, free)).as("settled without a claim").containsExactly(free);

            NodeId other = scene.liveNode();
            Part part = Scene.only(scene.claimParts(other));
            assertThat(part.id()).isEqualTo(free);
            assertThat(part.losses()).isZero();
            assertThat(scene.end(other, free)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node holds are read page by page in order of their ids")
    default void heldInPages() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            List<PartId> expected = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                expected.add(new PartId(scene.numbers(1), 0));
            }
            expected.sort(null);
            for (int i = 4; i >= 0; i--) {
                long number = expected.get(i).number();
                scene.stored(
                        node,
                        scene.owing(BOB, new OwedPush(number, Urgency.LOW, Duration.ofHours(1), "", Bytes.EMPTY)));
            }
            scene.part(scene.liveNode());
            List<PartId> read = new ArrayList<>();
            List<Part> page = scene.store().outbox().held(node, null, 2);
            while (!page.isEmpty() && read.size() < 10) {
                assertThat(page).hasSizeLessThanOrEqualTo(2);
                read.addAll(Scene.ids(page));
                page = scene.store().outbox().held(node, read.get(read.size() - 1), 2);
            }
            assertThat(read).isEqualTo(expected);
            assertThat(scene.store()
                            .outbox()
                            .held(node, new PartId(expected.get(1).number(), Integer.MAX_VALUE), 10))
                    .as("behind an id that is not there")
                    .hasSize(3);
        }
    }

    @Test
    @DisplayName("rule 5: what a node took is its own")
    default void takenIsTheTakers() {
        try (Scene scene = new Scene(this)) {
            scene.freePart();
            NodeId taker = scene.liveNode();
            List<Part> taken = scene.claimParts(taker);
            assertThat(taken).hasSize(1);
            assertThat(scene.heldParts(taker)).isEqualTo(taken);
            NodeId other = scene.liveNode();
            assertThat(scene.claim(other)).isEmpty();
            assertThat(scene.held(other)).isEmpty();
            assertThat(scene.claim(taker)).as("taken twice").isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: the most urgent parts are taken first, then the oldest, and no more than asked for")
    default void mostUrgentFirst() {
        try (Scene scene = new Scene(this)) {
            List<Long> numbers = new ArrayList<>();
            for (Urgency urgency :
                    List.of(Urgency.LOW, Urgency.MEDIUM, Urgency.HIGH, Urgency.LOW, Urgency.MEDIUM, Urgency.HIGH)) {
                numbers.add(scene.freeEntry(scene.owing(BOB, urgency)));
                passTime(Duration.ofMillis(2));
            }
            NodeId node = scene.liveNode();
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Part> two = scene.claimParts(node, Scene.NO_LANE, 2);
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
        try (Scene scene = new Scene(this)) {
            long number = scene.numbers(1);
            scene.freeEntry(scene.owing(BOB, new OwedPush(number, Urgency.LOW, Duration.ofMillis(1), "", Bytes.EMPTY)));
            passTime(lease());
            assertThat(scene.claim(scene.liveNode())).containsExactly(new PartId(number, 0));
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node held are unclaimed once it has left")
    default void leaveFrees() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part part = scene.part(node);
            scene.store().nodes().leave(node);
            assertNotLive(scene, node, part, 1);
        }
    }

    @Test
    @DisplayName("rule 5: the parts that a node held are unclaimed once its lease ran out")
    default void lapsedLeaseFrees() {
        try (Scene scene = new Scene(this)) {
            NodeId holder = scene.liveNode();
            Part part = scene.part(holder);
            NodeId node = scene.mortalNode(lease());
            scene.store().nodes().leave(holder);
            scene.claim(node);
            passTime(lease());
            assertNotLive(scene, node, part, 2);
        }
    }

    /** Not live: it holds, takes and settles nothing, never comes back, and another gets what it held. */
    private static void assertNotLive(Scene scene, NodeId node, Part part, int losses) {
        assertThat(scene.store().nodes().live()).doesNotContain(node);
        assertThat(scene.held(node)).isEmpty();
        assertThat(scene.end(node, part.id())).containsExactly(part.id());
        assertThat(scene.claim(node)).isEmpty();
        assertThat(scene.store().nodes().renew(node)).isEmpty();
        assertThatThrownBy(() -> scene.store().nodes().join(node, Duration.ofHours(1)))
                .isInstanceOf(IllegalStateException.class);
        NodeId heir = scene.liveNode();
        assertThat(scene.claimParts(heir)).containsExactly(like(part, part.progress(), losses));
        assertThat(scene.end(node, part.id())).as("settled by the dead").containsExactly(part.id());
        assertThat(scene.end(heir, part.id())).as("settled by the heir").isEmpty();
    }

    @Test
    @DisplayName("rule 5: a node that never joined takes and settles nothing")
    default void strangerIsNobody() {
        try (Scene scene = new Scene(this)) {
            PartId part = scene.freePart();
            NodeId stranger = scene.stranger();
            assertThat(scene.claim(stranger)).isEmpty();
            assertThat(scene.end(stranger, part)).containsExactly(part);
            assertThat(scene.held(stranger)).isEmpty();
            assertThat(scene.store().nodes().renew(stranger)).isEmpty();
            assertThat(scene.claim(scene.liveNode())).containsExactly(part);
        }
    }

    @Test
    @DisplayName("rule 5: only the holder settles: for others nothing changes, and they are told so")
    default void onlyTheHolderSettles() {
        try (Scene scene = new Scene(this)) {
            NodeId holder = scene.liveNode();
            Part part = scene.part(holder);
            NodeId other = scene.liveNode();
            PartId own = scene.part(other).id();
            assertThat(scene.store()
                            .outbox()
                            .settle(
                                    other,
                                    List.of(
                                            new Settlement.Rescheduled(
                                                    part.id(), Scene.ACCEPTED, Duration.ZERO, "", PROGRESS),
                                            new Settlement.Completed(own, Settlement.Ends.NONE))))
                    .containsExactly(part.id());
            assertThat(scene.heldParts(holder)).containsExactly(part);
            assertThat(scene.store().outbox().trace(part.messageId())).isEmpty();
            assertThat(scene.held(other))
                    .as("the other's own part, ended in the same call")
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: a rescheduled part is unclaimed with its progress, and can be claimed once its time has come")
    default void againWaits() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part later = scene.part(node);
            Part muchLater = scene.part(node);
            assertThat(scene.settle(node, again(later, lease()))).isEmpty();
            assertThat(scene.settle(node, again(muchLater, kept().multipliedBy(1000))))
                    .isEmpty();
            assertThat(scene.held(node)).isEmpty();
            assertThat(scene.depth()).isEqualTo(2);
            assertThat(scene.end(node, muchLater.id()))
                    .as("settled while it waits")
                    .containsExactly(muchLater.id());
            passTime(lease());
            assertThat(scene.claimParts(scene.liveNode())).containsExactly(progressed(later));
            assertThat(scene.claim(node)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: a part that is rescheduled without delay can be claimed at once")
    default void againAtOnce() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part part = scene.part(node);
            assertThat(scene.settle(node, again(part, Duration.ZERO))).isEmpty();
            assertThat(scene.claimParts(node)).containsExactly(progressed(part));
        }
    }

    @Test
    @DisplayName("rule 5: a part that is kept stays the node's, and its progress goes to whoever takes over")
    default void keptStays() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part part = scene.part(node);
            assertThat(scene.settle(node, new Settlement.Checkpoint(part.id(), Scene.ACCEPTED, PROGRESS)))
                    .isEmpty();
            NodeId other = scene.liveNode();
            assertThat(scene.claim(other)).isEmpty();
            assertThat(scene.heldParts(node)).containsExactly(progressed(part));
            scene.store().nodes().leave(node);
            assertThat(scene.claimParts(other)).containsExactly(like(part, PROGRESS, 1));
        }
    }

    @Test
    @DisplayName("rule 5: the nodes that were lost while they held a part are counted until it is settled")
    default void lossesAreCounted() {
        try (Scene scene = new Scene(this)) {
            NodeId first = scene.liveNode();
            Part part = scene.part(first);
            scene.store().nodes().leave(first);
            NodeId second = scene.liveNode();
            assertThat(scene.claimParts(second)).containsExactly(like(part, part.progress(), 1));
            scene.store().nodes().leave(second);
            NodeId third = scene.liveNode();
            assertThat(scene.claimParts(third)).containsExactly(like(part, part.progress(), 2));
            assertThat(scene.heldParts(third)).containsExactly(like(part, part.progress(), 2));
            assertThat(scene.settle(third, again(part, Duration.ZERO))).isEmpty();
            assertThat(scene.claimParts(third)).containsExactly(like(part, PROGRESS, 0));
            scene.store().nodes().leave(third);
            NodeId fourth = scene.liveNode();
            assertThat(scene.claimParts(fourth)).containsExactly(like(part, PROGRESS, 1));
            assertThat(scene.settle(fourth, new Settlement.Checkpoint(part.id(), Settlement.Ends.NONE, PROGRESS)))
                    .isEmpty();
            assertThat(scene.heldParts(fourth)).containsExactly(like(part, PROGRESS, 0));
        }
    }

    @Test
    @DisplayName("rule 5: of nodes that take at the same time, each part has exactly one")
    default void eachPartHasOneTaker() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            List<PartId> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(scene.freePart());
            }
            List<NodeId> nodes = List.of(scene.liveNode(), scene.liveNode());
            List<Callable<List<PartId>>> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                NodeId node = nodes.get(i % 2);
                MessageStore store = i % 2 == 0 ? scene.store() : other;
                takers.add(() -> takeAll(store, node));
            }
            List<PartId> taken = new ArrayList<>();
            Together.run(takers).forEach(taken::addAll);
            assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
            List<PartId> held = new ArrayList<>(scene.held(nodes.get(0)));
            held.addAll(scene.held(nodes.get(1)));
            assertThat(held).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    @DisplayName("rule 5: a node is live from join until it leaves, and its id is used once")
    default void nodeLivesOnce() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            NodeId other = scene.liveNode();
            assertThat(scene.store().nodes().live()).containsExactlyInAnyOrder(node, other);
            assertThatThrownBy(() -> scene.store().nodes().join(node, Duration.ofHours(1)))
                    .isInstanceOf(IllegalStateException.class);
            scene.store().nodes().leave(node);
            scene.store().nodes().leave(node);
            scene.store().nodes().leave(scene.stranger());
            assertThat(scene.store().nodes().live()).containsExactly(other);
        }
    }

    /** Says nothing where the machine was so slow that the lease ran out meanwhile. */
    @Test
    @DisplayName("rule 5: a renewed lease has its full length again")
    default void renewedLeaseIsFull() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.mortalNode(lease());
            passTime(lease().dividedBy(2));
            Optional<Instant> renewed = scene.store().nodes().renew(node);
            passTime(lease().dividedBy(2).plusMillis(1));
            Set<NodeId> live = scene.store().nodes().live();
            Instant now = scene.store().nodes().now();
            if (renewed.isPresent() && now.isBefore(renewed.get().plus(lease()))) {
                assertThat(live).contains(node);
            }
            passTime(lease());
            assertThat(scene.store().nodes().live()).doesNotContain(node);
        }
    }

    private static List<PartId> takeAll(MessageStore store, NodeId node) {
        List<PartId> all = new ArrayList<>();
        while (true) {
            List<Part> some = store.outbox().claim(node, new ClaimRequest(1024, Map.of(Scene.NO_LANE, 7), Urgency.LOW));
            if (some.isEmpty()) {
                return all;
            }
            all.addAll(Scene.ids(some));
        }
    }

    private static Settlement again(Part part, Duration after) {
        return new Settlement.Rescheduled(part.id(), Settlement.Ends.NONE, after, "", PROGRESS);
    }

    private static Part progressed(Part part) {
        return like(part, PROGRESS, 0);
    }

    private static Part like(Part part, Bytes progress, int losses) {
        return Scene.like(part, part.lane(), progress, losses);
    }
}
