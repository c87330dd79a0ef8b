package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static io.offlinepush.testkit.StoreFixture.newPart;
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
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId first = part(fixture, node, BOB, CHAT);
            assertThat(superseded(fixture, first)).as("the only one").isEmpty();
            PartId second = part(fixture, node, BOB, CHAT);
            PartId third = part(fixture, node, BOB, CHAT);
            assertThat(superseded(fixture, first, second, third)).containsExactlyInAnyOrder(first, second);
            assertThat(superseded(fixture, third)).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "superseded: another conversation stands for nothing, also in the same timeline and of the same sender")
    default void conversationsAreApart() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId chat = part(fixture, node, BOB, CHAT);
            PartId other = part(fixture, node, BOB, CHAT + "x");
            assertThat(superseded(fixture, chat, other)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a push without a conversation is superseded by none")
    default void withoutAConversation() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId first = part(fixture, node, BOB, "");
            PartId second = part(fixture, node, BOB, "");
            assertThat(superseded(fixture, first, second)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a conversation reaches over timelines, and over the parts of one push")
    default void oneConversationInSeveralTimelines() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part parent = StoreFixture.only(
                    fixture.stored(node, fixture.owingIn(TEAM, CHAT)).parts());
            PartId child = StoreFixture.only(fixture.split(node, parent, false, newPart(1, StoreFixture.CHAT)))
                    .id();
            assertThat(superseded(fixture, parent.id(), child))
                    .as("of the only push")
                    .isEmpty();
            passTime(Duration.ofMillis(2));
            PartId newer = part(fixture, node, CAROL, CHAT);
            assertThat(superseded(fixture, parent.id(), child, newer)).containsExactlyInAnyOrder(parent.id(), child);
        }
    }

    @Test
    @DisplayName("superseded: a newer message without a push stands for nothing")
    default void newerWithoutAPush() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId part = part(fixture, node, BOB, CHAT);
            fixture.stored(node, fixture.message(BOB));
            assertThat(superseded(fixture, part)).isEmpty();
        }
    }

    @Test
    @DisplayName("superseded: a newer message stands for the older whatever became of its push")
    default void newerThatEnded() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId part = part(fixture, node, BOB, CHAT);
            PartId newer = part(fixture, node, BOB, CHAT);
            fixture.end(node, newer);
            assertThat(superseded(fixture, part, newer)).containsExactly(part);
        }
    }

    @Test
    @DisplayName("superseded: who sent all that is newer is named, and nobody where there were more")
    default void whoSentTheNewer() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId first = partOf(fixture, node, "carol");
            PartId byBob = partOf(fixture, node, "bob");
            PartId againByBob = partOf(fixture, node, "bob");
            UserId bob = new UserId("bob");
            assertThat(newer(fixture, first, byBob, againByBob))
                    .isEqualTo(Map.of(first, new Superseded(bob), byBob, new Superseded(bob)));
            PartId byCarol = partOf(fixture, node, "carol");
            assertThat(newer(fixture, first, byBob, againByBob, byCarol))
                    .isEqualTo(Map.of(
                            first, new Superseded(null),
                            byBob, new Superseded(null),
                            againByBob, new Superseded(new UserId("carol"))));
        }
    }

    @Test
    @DisplayName("superseded: nobody is named where the host said what is newer")
    default void newerOfTheHost() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId first = partOf(fixture, node, "carol");
            partOf(fixture, node, null);
            assertThat(newer(fixture, first)).isEqualTo(Map.of(first, new Superseded(null)));
        }
    }

    @Test
    @DisplayName("superseded: whoever holds it, and not what has ended, is dead or was never there")
    default void onlyOpenParts() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId ended = part(fixture, node, BOB, CHAT);
            Part dead = StoreFixture.only(
                    fixture.stored(node, fixture.owingIn(BOB, CHAT)).parts());
            PartId free = new PartId(fixture.freeEntry(fixture.owingIn(BOB, CHAT)), 0);
            PartId held = part(fixture, fixture.liveNode(), BOB, CHAT);
            PartId newest = part(fixture, node, BOB, CHAT);
            PartId unknown = new PartId(fixture.numbers(1), 0);
            fixture.end(node, ended);
            fixture.die(node, dead);
            assertThat(superseded(fixture, ended, dead.id(), free, held, newest, unknown))
                    .containsExactlyInAnyOrder(free, held);
        }
    }

    @Test
    @DisplayName("superseded: of messages appended at the same time, on several nodes, into several timelines, one is "
            + "the newest")
    default void oneIsTheNewest() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            List<Callable<List<Part>>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MessageStore store = i % 2 == 0 ? fixture.store() : other;
                Timeline timeline = i < 2 ? BOB : CAROL;
                NodeId node = fixture.liveNode();
                writers.add(() -> {
                    List<Part> mine = new ArrayList<>();
                    for (int n = 0; n < 20; n++) {
                        mine.addAll(StoreFixture.stored(
                                        StoreFixture.only(store.append(node, List.of(fixture.owingIn(timeline, CHAT)))))
                                .parts());
                    }
                    return mine;
                });
            }
            List<Part> parts = new ArrayList<>();
            Together.run(writers).forEach(parts::addAll);
            Set<PartId> older =
                    other.outbox().superseded(StoreFixture.ids(parts)).keySet();
            List<Part> newest =
                    parts.stream().filter(part -> !older.contains(part.id())).toList();
            assertThat(newest).as("the newest").hasSize(1);
            assertThat(parts)
                    .as("stored later than the newest")
                    .noneMatch(part -> part.storedAt().isAfter(newest.get(0).storedAt()));
        }
    }

    private static Set<PartId> superseded(StoreFixture fixture, PartId... parts) {
        return newer(fixture, parts).keySet();
    }

    private static Map<PartId, Superseded> newer(StoreFixture fixture, PartId... parts) {
        return fixture.store().outbox().superseded(List.of(parts));
    }

    /** Of a push that somebody sends to a group. */
    private static PartId partOf(StoreFixture fixture, NodeId node, @Nullable String sender) {
        return StoreFixture.only(fixture.stored(node, StoreFixture.sentBy(sender, fixture.owingIn(TEAM, CHAT)))
                        .parts())
                .id();
    }

    private static PartId part(StoreFixture fixture, NodeId node, Timeline timeline, String conversation) {
        return StoreFixture.only(fixture.stored(node, fixture.owingIn(timeline, conversation))
                        .parts())
                .id();
    }
}
