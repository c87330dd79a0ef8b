package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.CAROL;
import static io.offlinepush.testkit.Scene.TEAM;
import static io.offlinepush.testkit.Scene.newPart;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Superseded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link io.offlinepush.spi.Outbox#superseded} says of itself: for which parts a newer message stands. */
public interface SupersededRules extends StoreSubject {

    /** A conversation. */
    String CHAT = "2f6b1c0e9d8a7b6c5d4e3f2a1b0c9d8e";

    @Test
    @DisplayName("superseded: all but the newest of a conversation")
    default void olderOfOneConversation() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId first = part(scene, node, BOB, CHAT);
            assertThat(superseded(scene, first)).as("the only one").isEmpty();
            PartId second = part(scene, node, BOB, CHAT);
            PartId third = part(scene, node, BOB, CHAT);
            assertThat(superseded(scene, first, second, third)).containsExactlyInAnyOrder(first, second);
            assertThat(superseded(scene, third)).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "superseded: another conversation stands for nothing, also in the same timeline and of the same sender")
    default void conversationsAreApart() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId chat = part(scene, node, BOB, CHAT);
            PartId other = part(scene, node, BOB, CHAT + "x");
            assertThat(superseded(scene, chat, other)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a push without a conversation is superseded by none")
    default void withoutAConversation() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId first = part(scene, node, BOB, "");
            PartId second = part(scene, node, BOB, "");
            assertThat(superseded(scene, first, second)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a conversation reaches over timelines, and over the parts of one push")
    default void oneConversationInSeveralTimelines() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part parent =
                    Scene.only(scene.stored(node, scene.owingIn(TEAM, CHAT)).parts());
            PartId child = Scene.only(scene.split(node, parent, false, newPart(1, Scene.CHAT)))
                    .id();
            assertThat(superseded(scene, parent.id(), child))
                    .as("of the only push")
                    .isEmpty();
            passTime(Duration.ofMillis(2));
            PartId newer = part(scene, node, CAROL, CHAT);
            assertThat(superseded(scene, parent.id(), child, newer)).containsExactlyInAnyOrder(parent.id(), child);
        }
    }

    @Test
    @DisplayName("superseded: a newer message without a push stands for nothing")
    default void newerWithoutAPush() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId part = part(scene, node, BOB, CHAT);
            scene.stored(node, scene.message(BOB));
            assertThat(superseded(scene, part)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a newer message stands for the older whatever became of its push")
    default void newerThatEnded() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId part = part(scene, node, BOB, CHAT);
            PartId newer = part(scene, node, BOB, CHAT);
            scene.end(node, newer);
            assertThat(superseded(scene, part, newer)).containsExactly(part);
        }
    }

    @Test
    @DisplayName("superseded: who sent all that is newer is named, and nobody where there were more")
    default void whoSentTheNewer() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId first = partOf(scene, node, "carol");
            PartId byBob = partOf(scene, node, "bob");
            PartId againByBob = partOf(scene, node, "bob");
            UserId bob = new UserId("bob");
            assertThat(newer(scene, first, byBob, againByBob))
                    .isEqualTo(Map.of(first, new Superseded(bob), byBob, new Superseded(bob)));
            PartId byCarol = partOf(scene, node, "carol");
            assertThat(newer(scene, first, byBob, againByBob, byCarol))
                    .isEqualTo(Map.of(
                            first, new Superseded(null),
                            byBob, new Superseded(null),
                            againByBob, new Superseded(new UserId("carol"))));
        }
    }

    @Test
    @DisplayName("superseded: nobody is named where the host said what is newer")
    default void newerOfTheHost() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId first = partOf(scene, node, "carol");
            partOf(scene, node, null);
            assertThat(newer(scene, first)).isEqualTo(Map.of(first, new Superseded(null)));
        }
    }

    @Test
    @DisplayName("superseded: whoever holds it, and not what has ended, is dead or was never there")
    default void onlyOpenParts() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId ended = part(scene, node, BOB, CHAT);
            Part dead = Scene.only(scene.stored(node, scene.owingIn(BOB, CHAT)).parts());
            PartId free = new PartId(scene.freeEntry(scene.owingIn(BOB, CHAT)), 0);
            PartId held = part(scene, scene.liveNode(), BOB, CHAT);
            PartId newest = part(scene, node, BOB, CHAT);
            PartId unknown = new PartId(scene.numbers(1), 0);
            scene.end(node, ended);
            scene.die(node, dead);
            assertThat(superseded(scene, ended, dead.id(), free, held, newest, unknown))
                    .containsExactlyInAnyOrder(free, held);
        }
    }

    @Test
    @DisplayName(
            "superseded: of messages appended at the same time, on several nodes, into several timelines, one is the newest")
    default void oneIsTheNewest() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            List<Callable<List<Part>>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MessageStore store = i % 2 == 0 ? scene.store() : other;
                Timeline timeline = i < 2 ? BOB : CAROL;
                NodeId node = scene.liveNode();
                writers.add(() -> {
                    List<Part> mine = new ArrayList<>();
                    for (int n = 0; n < 20; n++) {
                        mine.addAll(Scene.stored(Scene.only(store.append(node, List.of(scene.owingIn(timeline, CHAT)))))
                                .parts());
                    }
                    return mine;
                });
            }
            List<Part> parts = new ArrayList<>();
            Together.run(writers).forEach(parts::addAll);
            Set<PartId> older = other.outbox().superseded(Scene.ids(parts)).keySet();
            List<Part> newest =
                    parts.stream().filter(part -> !older.contains(part.id())).toList();
            assertThat(newest).as("the newest").hasSize(1);
            assertThat(parts)
                    .as("stored later than the newest")
                    .noneMatch(part -> part.storedAt().isAfter(newest.get(0).storedAt()));
        }
    }

    private static Set<PartId> superseded(Scene scene, PartId... parts) {
        return newer(scene, parts).keySet();
    }

    private static Map<PartId, Superseded> newer(Scene scene, PartId... parts) {
        return scene.store().outbox().superseded(List.of(parts));
    }

    /** Of a push that somebody sends to a group. */
    private static PartId partOf(Scene scene, NodeId node, @Nullable String sender) {
        return Scene.only(scene.stored(node, Scene.sentBy(sender, scene.owingIn(TEAM, CHAT)))
                        .parts())
                .id();
    }

    private static PartId part(Scene scene, NodeId node, Timeline timeline, String conversation) {
        return Scene.only(scene.stored(node, scene.owingIn(timeline, conversation))
                        .parts())
                .id();
    }
}
