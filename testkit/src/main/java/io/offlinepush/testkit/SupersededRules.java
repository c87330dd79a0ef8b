package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.CAROL;
import static io.offlinepush.testkit.Scene.TEAM;
import static io.offlinepush.testkit.Scene.newPart;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link io.offlinepush.spi.Outbox#superseded} says of itself: for which parts a newer message stands. */
public interface SupersededRules extends StoreSubject {

    @Test
    @DisplayName("superseded: all but the newest of what one sender wrote into an inbox")
    default void olderOfOneSender() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId first = part(scene, node, BOB, "alice");
            assertThat(superseded(scene, first)).as("the only one").isEmpty();
            PartId second = part(scene, node, BOB, "alice");
            PartId third = part(scene, node, BOB, "alice");
            assertThat(superseded(scene, first, second, third)).containsExactlyInAnyOrder(first, second);
            assertThat(superseded(scene, third)).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "superseded: what another sender wrote into the inbox, or the sender into another, is another conversation")
    default void peerConversationsAreApart() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId fromAlice = part(scene, node, BOB, "alice");
            PartId fromDave = part(scene, node, BOB, "dave");
            PartId toCarol = part(scene, node, CAROL, "alice");
            PartId inAGroup = part(scene, node, TEAM, "alice");
            PartId inANamesake = part(scene, node, Timeline.group(new GroupId(BOB.id())), "alice");
            assertThat(superseded(scene, fromAlice, fromDave, toCarol, inAGroup, inANamesake))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: all that was written to a group is one conversation, also the parts of one message")
    default void groupsAreTogether() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent = Scene.only(
                    scene.stored(node, from(scene.owing(TEAM), "alice")).parts());
            PartId child = Scene.only(scene.split(node, parent, false, newPart(1, Scene.CHAT)))
                    .id();
            assertThat(superseded(scene, parent.id(), child))
                    .as("of the only message")
                    .isEmpty();
            PartId newer = part(scene, node, TEAM, "dave");
            assertThat(superseded(scene, parent.id(), child, newer)).containsExactlyInAnyOrder(parent.id(), child);
        }
    }

    @Test
    @DisplayName("superseded: a newer message without a push stands for nothing")
    default void newerWithoutAPush() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId part = part(scene, node, BOB, "alice");
            scene.stored(node, scene.message(BOB));
            assertThat(superseded(scene, part)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a newer message stands for the older whatever became of its push")
    default void newerThatEnded() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId part = part(scene, node, BOB, "alice");
            PartId newer = part(scene, node, BOB, "alice");
            scene.end(node, newer);
            assertThat(superseded(scene, part, newer)).containsExactly(part);
        }
    }

    @Test
    @DisplayName("superseded: whoever holds it, and not what has ended, is dead or was never there")
    default void onlyOpenParts() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId ended = part(scene, node, BOB, "alice");
            Part dead = Scene.only(scene.stored(node, scene.owing(BOB)).parts());
            PartId free = scene.freePart();
            PartId held = part(scene, scene.liveNode(), BOB, "alice");
            PartId newest = part(scene, node, BOB, "alice");
            PartId unknown = new PartId(scene.numbers(1), 0);
            scene.end(node, ended);
            scene.die(node, dead);
            assertThat(superseded(scene, ended, dead.id(), free, held, newest, unknown))
                    .containsExactlyInAnyOrder(free, held);
        }
    }

    @Test
    @DisplayName("superseded: of messages appended at the same time, on several nodes, one is the newest")
    default void oneIsTheNewest() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            List<Callable<List<Part>>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MessageStore store = i % 2 == 0 ? scene.store() : other;
                NodeId node = scene.liveNode();
                writers.add(() -> {
                    List<Part> mine = new ArrayList<>();
                    for (int n = 0; n < 20; n++) {
                        mine.addAll(Scene.stored(Scene.only(store.append(node, List.of(scene.owing(BOB)))))
                                .parts());
                    }
                    return mine;
                });
            }
            List<Part> parts = new ArrayList<>();
            Together.run(writers).forEach(parts::addAll);
            long newest = parts.stream().mapToLong(Part::sequence).max().orElseThrow();
            assertThat(other.outbox().superseded(Scene.ids(parts)))
                    .containsExactlyInAnyOrderElementsOf(parts.stream()
                            .filter(part -> part.sequence() != newest)
                            .map(Part::id)
                            .toList());
        }
    }

    private static Set<PartId> superseded(Scene scene, PartId... parts) {
        return scene.store().outbox().superseded(List.of(parts));
    }

    private static PartId part(Scene scene, NodeId node, Timeline timeline, String sender) {
        return Scene.only(
                        scene.stored(node, from(scene.owing(timeline), sender)).parts())
                .id();
    }

    private static Entry from(Entry entry, String sender) {
        return new Entry(
                entry.timeline(),
                entry.messageId(),
                new UserId(sender),
                entry.clientMessageId(),
                entry.fingerprint(),
                entry.body(),
                entry.owes());
    }
}
