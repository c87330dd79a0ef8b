package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.CALL;
import static io.offlinepush.testkit.StoreFixture.CHAT;
import static io.offlinepush.testkit.StoreFixture.PROGRESS;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static io.offlinepush.testkit.StoreFixture.newPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 5 and 6 of a message store, for the parts that come out of another one: how a group is pushed page by page. */
public interface SplitRules extends StoreSubject {

    @Test
    @DisplayName("rule 5: new parts are the node's, each with its lane and scope and all else as its parent's")
    default void newPartsAreTheNodes() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part parent = groupPart(fixture, node);
            List<Part> made = fixture.split(node, parent, false, newPart(1, CHAT), newPart(7, CALL));
            assertThat(made).containsExactlyInAnyOrder(child(parent, 1, CHAT), child(parent, 7, CALL));
            assertThat(fixture.heldParts(node))
                    .containsExactlyInAnyOrder(
                            StoreFixture.like(parent, "", PROGRESS, 0), child(parent, 1, CHAT), child(parent, 7, CALL));
            assertThat(fixture.depth()).isEqualTo(3);
            NodeId other = fixture.liveNode();
            assertThat(fixture.claimParts(other, CHAT, 10)).isEmpty();
            assertThat(fixture.claim(other)).isEmpty();
            assertThat(fixture.end(node, new PartId(parent.id().number(), 1))).isEmpty();
            assertThat(fixture.depth()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("rule 5: splitting counts as settling: the losses of the parent begin anew, those of new parts at 0")
    default void lossesOfSplitParts() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId lost = fixture.liveNode();
            Part parent = groupPart(fixture, lost);
            fixture.store().nodes().leave(lost);
            NodeId node = fixture.liveNode();
            assertThat(fixture.claimParts(node)).containsExactly(StoreFixture.like(parent, "", Bytes.EMPTY, 1));
            fixture.split(node, parent, false, newPart(1, CHAT));
            assertThat(fixture.heldParts(node))
                    .containsExactlyInAnyOrder(StoreFixture.like(parent, "", PROGRESS, 0), child(parent, 1, CHAT));
        }
    }

    @Test
    @DisplayName(
            "rule 5: the parts of a split are unclaimed once their holder is lost, and the parent goes on from there")
    default void lostHolderFreesNewParts() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            Part parent = groupPart(fixture, node);
            fixture.split(node, parent, false, newPart(1, CHAT), newPart(2, CALL));
            fixture.store().nodes().leave(node);
            NodeId heir = fixture.liveNode();
            assertThat(other.outbox().claim(heir, new ClaimRequest(1024, Map.of(CHAT, 10, CALL, 10), Urgency.LOW)))
                    .containsExactlyInAnyOrder(lost(child(parent, 1, CHAT)), lost(child(parent, 2, CALL)));
            assertThat(other.outbox().claim(heir, new ClaimRequest(1024, Map.of("", 10), Urgency.LOW)))
                    .containsExactly(StoreFixture.like(parent, "", PROGRESS, 1));
            assertThat(fixture.split(heir, parent, true, newPart(3, CHAT))).containsExactly(child(parent, 3, CHAT));
        }
    }

    @Test
    @DisplayName("rule 5: the parts of a split are unclaimed once the lease of their holder ran out")
    default void lapsedLeaseFreesNewParts() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId maker = fixture.liveNode();
            Part parent = groupPart(fixture, maker);
            fixture.release(maker, parent, "");
            NodeId node = fixture.mortalNode(lease());
            fixture.claim(node);
            Settlement split =
                    new Settlement.Split(parent.id(), Settlement.Ends.NONE, PROGRESS, List.of(newPart(1, CHAT)), false);
            boolean wasLive = fixture.settle(node, split).isEmpty();
            passTime(lease());
            NodeId heir = fixture.liveNode();
            if (wasLive) {
                assertThat(fixture.claimParts(heir, CHAT, 10)).containsExactly(lost(child(parent, 1, CHAT)));
                assertThat(fixture.claim(heir)).containsExactly(parent.id());
            }
            assertThat(fixture.end(node, new PartId(parent.id().number(), 1)))
                    .as("settled by the dead")
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: a part that the node does not hold is not split")
    default void onlyTheHolderSplits() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId holder = fixture.liveNode();
            Part parent = groupPart(fixture, holder);
            for (NodeId other : List.of(fixture.liveNode(), fixture.stranger())) {
                Settlement split = new Settlement.Split(
                        parent.id(), StoreFixture.ACCEPTED, PROGRESS, List.of(newPart(1, CHAT)), true);
                assertThat(fixture.settle(other, split)).containsExactly(parent.id());
                assertThat(fixture.held(other)).isEmpty();
            }
            assertThat(fixture.heldParts(holder)).containsExactly(parent);
            assertThat(fixture.depth()).isEqualTo(1);
            assertThat(fixture.store().outbox().trace(parent.messageId())).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "rule 5: an index that the number had before is refused, whatever became of it, and nothing is written")
    default void usedIndexIsRefused() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part parent = groupPart(fixture, node);
            Part bystander = fixture.part(node);
            fixture.split(node, parent, false, newPart(1, CHAT), newPart(2, CHAT));
            fixture.end(node, new PartId(parent.id().number(), 1));
            List<Part> held = fixture.heldParts(node);
            for (List<NewPart> bad : List.of(
                    List.of(newPart(1, CHAT)),
                    List.of(newPart(3, CHAT), newPart(2, CHAT)),
                    List.of(newPart(0, CHAT)),
                    List.of(newPart(3, CHAT), newPart(3, CALL)))) {
                Settlement split = new Settlement.Split(
                        parent.id(), StoreFixture.ACCEPTED, StoreFixture.bytes("further progress"), bad, true);
                Settlement other = new Settlement.Completed(bystander.id(), StoreFixture.ACCEPTED);
                assertThatThrownBy(() -> fixture.store().outbox().settle(node, List.of(other, split)))
                        .as("indexes " + bad.stream().map(NewPart::index).toList())
                        .isInstanceOf(IllegalArgumentException.class);
                assertThat(fixture.heldParts(node)).containsExactlyInAnyOrderElementsOf(held);
            }
            assertThat(fixture.depth()).isEqualTo(held.size());
            assertThat(fixture.split(node, parent, true, newPart(3, CALL))).containsExactly(child(parent, 3, CALL));
        }
    }

    @Test
    @DisplayName("rule 6: with its last page a part is over, and what came out of it is not")
    default void lastPageEndsTheParent() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part parent = groupPart(fixture, node);
            fixture.split(node, parent, false, newPart(1, CHAT));
            fixture.split(node, parent, true, newPart(2, CHAT));
            assertThat(fixture.depth()).isEqualTo(2);
            assertThat(fixture.held(node))
                    .containsExactlyInAnyOrder(
                            new PartId(parent.id().number(), 1),
                            new PartId(parent.id().number(), 2));
            assertThat(fixture.end(node, parent.id())).as("ended twice").containsExactly(parent.id());
            fixture.store().nodes().leave(node);
            NodeId heir = fixture.liveNode();
            assertThat(fixture.claim(heir)).isEmpty();
            assertThat(fixture.claimParts(heir, CHAT, 10)).hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 6: a last page without devices ends the part")
    default void emptyLastPageEndsTheParent() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part parent = groupPart(fixture, node);
            fixture.split(node, parent, true);
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.held(node)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: what a split wrote survives closing and opening, at the declared durability")
    default void splitSurvives() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part parent = groupPart(fixture, node);
            fixture.split(node, parent, false, newPart(1, CHAT));
            if (!fixture.mustSurvive(this)) {
                return;
            }
            fixture.store().nodes().leave(node);
            NodeId heir = fixture.liveNode();
            assertThat(fixture.claimParts(heir, CHAT, 10)).containsExactly(lost(child(parent, 1, CHAT)));
            assertThat(fixture.claimParts(heir)).containsExactly(StoreFixture.like(parent, "", PROGRESS, 1));
            Settlement again =
                    new Settlement.Split(parent.id(), StoreFixture.ACCEPTED, PROGRESS, List.of(newPart(1, CHAT)), true);
            assertThatThrownBy(() -> fixture.settle(heir, again)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Two threads of one node, as after a call whose outcome was unknown. */
    @Test
    @DisplayName("rule 6: of two that write one page at the same time, one does")
    default void onePageIsWrittenOnce() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            for (int round = 0; round < 20; round++) {
                Part parent = groupPart(fixture, node);
                boolean last = round % 2 == 0;
                List<Settlement> page = List.of(new Settlement.Split(
                        parent.id(),
                        StoreFixture.ACCEPTED,
                        PROGRESS,
                        List.of(newPart(1, CHAT), newPart(2, CALL)),
                        last));
                List<Callable<Boolean>> both = new ArrayList<>();
                for (MessageStore store : List.of(fixture.store(), other)) {
                    both.add(() -> {
                        try {
                            return store.outbox().settle(node, page).isEmpty();
                        } catch (IllegalArgumentException e) {
                            return false;
                        }
                    });
                }
                assertThat(Together.run(both)).containsExactlyInAnyOrder(true, false);
                assertThat(fixture.held(node)).hasSize(last ? 2 : 3);
                assertThat(fixture.store().outbox().trace(parent.messageId())).hasSize(1);
                fixture.held(node).forEach(part -> fixture.end(node, part));
            }
        }
    }

    private static Part groupPart(StoreFixture fixture, NodeId node) {
        return StoreFixture.only(fixture.stored(node, fixture.owing(TEAM)).parts());
    }

    private static Part child(Part parent, int index, String lane) {
        NewPart part = newPart(index, lane);
        return new Part(
                new PartId(parent.id().number(), index),
                parent.messageId(),
                parent.timeline(),
                parent.sequence(),
                parent.urgency(),
                parent.storedAt(),
                parent.expiresAt(),
                lane,
                part.scope(),
                parent.body(),
                Bytes.EMPTY,
                0);
    }

    private static Part lost(Part part) {
        return StoreFixture.like(part, part.lane(), part.progress(), 1);
    }
}
