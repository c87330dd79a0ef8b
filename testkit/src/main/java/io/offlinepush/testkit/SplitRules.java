package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.CALL;
import static io.offlinepush.testkit.Scene.CHAT;
import static io.offlinepush.testkit.Scene.PROGRESS;
import static io.offlinepush.testkit.Scene.TEAM;
import static io.offlinepush.testkit.Scene.newPart;
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
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent = groupPart(scene, node);
            List<Part> made = scene.split(node, parent, false, newPart(1, CHAT), newPart(7, CALL));
            assertThat(made).containsExactlyInAnyOrder(child(parent, 1, CHAT), child(parent, 7, CALL));
            assertThat(scene.heldParts(node))
                    .containsExactlyInAnyOrder(
                            Scene.like(parent, "", PROGRESS, 0), child(parent, 1, CHAT), child(parent, 7, CALL));
            assertThat(scene.depth()).isEqualTo(3);
            NodeId other = scene.liveNode();
            assertThat(scene.claimParts(other, CHAT, 10)).isEmpty();
            assertThat(scene.claim(other)).isEmpty();
            assertThat(scene.end(node, new PartId(parent.id().number(), 1))).isEmpty();
            assertThat(scene.depth()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("rule 5: splitting counts as settling: the losses of the parent begin anew, those of new parts at 0")
    default void lossesOfSplitParts() {
        try (Scene scene = new Scene(this)) {
            NodeId lost = scene.liveNode();
            Part parent = groupPart(scene, lost);
            scene.store().nodes().leave(lost);
            NodeId node = scene.liveNode();
            assertThat(scene.claimParts(node)).containsExactly(Scene.like(parent, "", Bytes.EMPTY, 1));
            scene.split(node, parent, false, newPart(1, CHAT));
            assertThat(scene.heldParts(node))
                    .containsExactlyInAnyOrder(Scene.like(parent, "", PROGRESS, 0), child(parent, 1, CHAT));
        }
    }

    @Test
    @DisplayName(
            "rule 5: the parts of a split are unclaimed once their holder is lost, and the parent goes on from there")
    default void lostHolderFreesNewParts() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            NodeId node = scene.liveNode();
            Part parent = groupPart(scene, node);
            scene.split(node, parent, false, newPart(1, CHAT), newPart(2, CALL));
            scene.store().nodes().leave(node);
            NodeId heir = scene.liveNode();
            assertThat(other.outbox().claim(heir, new ClaimRequest(1024, Map.of(CHAT, 10, CALL, 10), Urgency.LOW)))
                    .containsExactlyInAnyOrder(lost(child(parent, 1, CHAT)), lost(child(parent, 2, CALL)));
            assertThat(other.outbox().claim(heir, new ClaimRequest(1024, Map.of("", 10), Urgency.LOW)))
                    .containsExactly(Scene.like(parent, "", PROGRESS, 1));
            assertThat(scene.split(heir, parent, true, newPart(3, CHAT))).containsExactly(child(parent, 3, CHAT));
        }
    }

    @Test
    @DisplayName("rule 5: the parts of a split are unclaimed once the lease of their holder ran out")
    default void lapsedLeaseFreesNewParts() {
        try (Scene scene = new Scene(this)) {
            NodeId maker = scene.liveNode();
            Part parent = groupPart(scene, maker);
            scene.release(maker, parent, "");
            NodeId node = scene.mortalNode(lease());
            scene.claim(node);
            Settlement split =
                    new Settlement.Split(parent.id(), Settlement.Ends.NONE, PROGRESS, List.of(newPart(1, CHAT)), false);
            boolean wasLive = scene.settle(node, split).isEmpty();
            passTime(lease());
            NodeId heir = scene.liveNode();
            if (wasLive) {
                assertThat(scene.claimParts(heir, CHAT, 10)).containsExactly(lost(child(parent, 1, CHAT)));
                assertThat(scene.claim(heir)).containsExactly(parent.id());
            }
            assertThat(scene.end(node, new PartId(parent.id().number(), 1)))
                    .as("settled by the dead")
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: a part that the node does not hold is not split")
    default void onlyTheHolderSplits() {
        try (Scene scene = new Scene(this)) {
            NodeId holder = scene.liveNode();
            Part parent = groupPart(scene, holder);
            for (NodeId other : List.of(scene.liveNode(), scene.stranger())) {
                Settlement split =
                        new Settlement.Split(parent.id(), Scene.ACCEPTED, PROGRESS, List.of(newPart(1, CHAT)), true);
                assertThat(scene.settle(other, split)).containsExactly(parent.id());
                assertThat(scene.held(other)).isEmpty();
            }
            assertThat(scene.heldParts(holder)).containsExactly(parent);
            assertThat(scene.depth()).isEqualTo(1);
            assertThat(scene.store().outbox().trace(parent.messageId())).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "rule 5: an index that the number had before is refused, whatever became of it, and nothing is written")
    default void usedIndexIsRefused() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent = groupPart(scene, node);
            Part bystander = scene.part(node);
            scene.split(node, parent, false, newPart(1, CHAT), newPart(2, CHAT));
            scene.end(node, new PartId(parent.id().number(), 1));
            List<Part> held = scene.heldParts(node);
            for (List<NewPart> bad : List.of(
                    List.of(newPart(1, CHAT)),
                    List.of(newPart(3, CHAT), newPart(2, CHAT)),
                    List.of(newPart(0, CHAT)),
                    List.of(newPart(3, CHAT), newPart(3, CALL)))) {
                Settlement split =
                        new Settlement.Split(parent.id(), Scene.ACCEPTED, Scene.bytes("further progress"), bad, true);
                Settlement other = new Settlement.Completed(bystander.id(), Scene.ACCEPTED);
                assertThatThrownBy(() -> scene.store().outbox().settle(node, List.of(other, split)))
                        .as("indexes " + bad.stream().map(NewPart::index).toList())
                        .isInstanceOf(IllegalArgumentException.class);
                assertThat(scene.heldParts(node)).containsExactlyInAnyOrderElementsOf(held);
            }
            assertThat(scene.depth()).isEqualTo(held.size());
            assertThat(scene.split(node, parent, true, newPart(3, CALL))).containsExactly(child(parent, 3, CALL));
        }
    }

    @Test
    @DisplayName("rule 6: with its last page a part is over, and what came out of it is not")
    default void lastPageEndsTheParent() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent = groupPart(scene, node);
            scene.split(node, parent, false, newPart(1, CHAT));
            scene.split(node, parent, true, newPart(2, CHAT));
            assertThat(scene.depth()).isEqualTo(2);
            assertThat(scene.held(node))
                    .containsExactlyInAnyOrder(
                            new PartId(parent.id().number(), 1),
                            new PartId(parent.id().number(), 2));
            assertThat(scene.end(node, parent.id())).as("ended twice").containsExactly(parent.id());
            scene.store().nodes().leave(node);
            NodeId heir = scene.liveNode();
            assertThat(scene.claim(heir)).isEmpty();
            assertThat(scene.claimParts(heir, CHAT, 10)).hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 6: a last page without devices ends the part")
    default void emptyLastPageEndsTheParent() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent = groupPart(scene, node);
            scene.split(node, parent, true);
            assertThat(scene.depth()).isZero();
            assertThat(scene.held(node)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 5: what a split wrote survives closing and opening, at the declared durability")
    default void splitSurvives() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent = groupPart(scene, node);
            scene.split(node, parent, false, newPart(1, CHAT));
            if (!scene.mustSurvive(this)) {
                return;
            }
            scene.store().nodes().leave(node);
            NodeId heir = scene.liveNode();
            assertThat(scene.claimParts(heir, CHAT, 10)).containsExactly(lost(child(parent, 1, CHAT)));
            assertThat(scene.claimParts(heir)).containsExactly(Scene.like(parent, "", PROGRESS, 1));
            Settlement again =
                    new Settlement.Split(parent.id(), Scene.ACCEPTED, PROGRESS, List.of(newPart(1, CHAT)), true);
            assertThatThrownBy(() -> scene.settle(heir, again)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Two threads of one node, as after a call whose outcome was unknown. */
    @Test
    @DisplayName("rule 6: of two that write one page at the same time, one does")
    default void onePageIsWrittenOnce() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            NodeId node = scene.liveNode();
            for (int round = 0; round < 20; round++) {
                Part parent = groupPart(scene, node);
                boolean last = round % 2 == 0;
                List<Settlement> page = List.of(new Settlement.Split(
                        parent.id(), Scene.ACCEPTED, PROGRESS, List.of(newPart(1, CHAT), newPart(2, CALL)), last));
                List<Callable<Boolean>> both = new ArrayList<>();
                for (MessageStore store : List.of(scene.store(), other)) {
                    both.add(() -> {
                        try {
                            return store.outbox().settle(node, page).isEmpty();
                        } catch (IllegalArgumentException e) {
                            return false;
                        }
                    });
                }
                assertThat(Together.run(both)).containsExactlyInAnyOrder(true, false);
                assertThat(scene.held(node)).hasSize(last ? 2 : 3);
                assertThat(scene.store().outbox().trace(parent.messageId())).hasSize(1);
                scene.held(node).forEach(part -> scene.end(node, part));
            }
        }
    }

    private static Part groupPart(Scene scene, NodeId node) {
        return Scene.only(scene.stored(node, scene.owing(TEAM)).parts());
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
        return Scene.like(part, part.lane(), part.progress(), 1);
    }
}
