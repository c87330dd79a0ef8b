package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CALL;
import static io.offlinepush.testkit.StoreFixture.CHAT;
import static io.offlinepush.testkit.StoreFixture.NO_LANE;
import static io.offlinepush.testkit.StoreFixture.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 5 of a message store: who is given which part, lane by lane, and who ends what nobody serves. */
public interface LaneRules extends StoreSubject {

    @Test
    @DisplayName("rule 5: a part is taken only from its own lane")
    default void onlyNamedLanesAreTaken() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId chat = free(fixture, node, CHAT, Urgency.LOW);
            PartId call = free(fixture, node, CALL, Urgency.HIGH);
            PartId none = free(fixture, node, NO_LANE, Urgency.HIGH);
            assertThat(fixture.claimParts(node, "another/app", 10)).isEmpty();
            assertThat(StoreFixture.ids(fixture.claimParts(node, CHAT, 10))).containsExactly(chat);
            assertThat(StoreFixture.ids(fixture.store()
                            .outbox()
                            .claim(node, new ClaimRequest(1024, Map.of(NO_LANE, 10, CALL, 10), Urgency.LOW))))
                    .containsExactlyInAnyOrder(none, call);
        }
    }

    @Test
    @DisplayName("rule 5: of each lane as many are taken as it has room for, however many another has")
    default void roomIsOfALane() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            for (int i = 0; i < 5; i++) {
                free(fixture, node, CHAT, Urgency.MEDIUM);
                free(fixture, node, CALL, Urgency.MEDIUM);
            }
            List<Part> taken = fixture.store()
                    .outbox()
                    .claim(node, new ClaimRequest(1024, Map.of(CHAT, 1, CALL, 3, NO_LANE, 1024), Urgency.LOW));
            assertThat(taken).filteredOn(part -> part.lane().equals(CHAT)).hasSize(1);
            assertThat(taken).filteredOn(part -> part.lane().equals(CALL)).hasSize(3);
            assertThat(taken).hasSize(4);
            assertThat(fixture.claimParts(node, CHAT, 1024)).hasSize(4);
            assertThat(fixture.claimParts(node, CALL, 1024)).hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 5: no more is claimed in all than was asked for, and the lanes share it")
    default void lanesShareWhatIsClaimedInAll() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            for (int i = 0; i < 5; i++) {
                free(fixture, node, CHAT, Urgency.MEDIUM);
                free(fixture, node, CALL, Urgency.MEDIUM);
            }
            ClaimRequest request = new ClaimRequest(4, Map.of(CHAT, 4, CALL, 4), Urgency.LOW);
            List<Part> claimed = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                List<Part> four = fixture.store().outbox().claim(node, request);
                assertThat(four).hasSize(4);
                claimed.addAll(four);
            }
            assertThat(fixture.held(node)).hasSize(8);
            assertThat(claimed).extracting(Part::lane).contains(CHAT, CALL);
            assertThat(fixture.store().outbox().claim(node, request)).hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 5: a lane with more urgent parts than a claim has room for does not keep another lane waiting "
            + "for ever")
    default void noLaneStarves() {
        for (String busy : List.of(CHAT, CALL)) {
            String other = busy.equals(CHAT) ? CALL : CHAT;
            try (StoreFixture fixture = new StoreFixture(this)) {
                NodeId node = fixture.liveNode();
                for (int i = 0; i < 2; i++) {
                    free(fixture, node, busy, Urgency.HIGH);
                }
                PartId waits = free(fixture, node, other, Urgency.LOW);
                List<PartId> claimed = new ArrayList<>();
                for (int round = 0; round < 20 && !claimed.contains(waits); round++) {
                    free(fixture, node, busy, Urgency.HIGH);
                    ClaimRequest one = new ClaimRequest(1, Map.of(busy, 1, other, 1), Urgency.LOW);
                    claimed.addAll(StoreFixture.ids(fixture.store().outbox().claim(node, one)));
                }
                assertThat(claimed).as("claimed, while %s is always full", busy).contains(waits);
            }
        }
    }

    @Test
    @DisplayName("rule 5: expired parts are claimed before those of the lanes, and count")
    default void expiredGoFirst() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<PartId> expired = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Part part = expiring(fixture, node);
                fixture.release(node, part, "a/b");
                expired.add(part.id());
            }
            PartId call = free(fixture, node, CHAT, Urgency.CALL);
            free(fixture, node, CHAT, Urgency.HIGH);
            passTime(lease());
            List<Part> three =
                    fixture.store().outbox().claim(node, new ClaimRequest(3, Map.of(CHAT, 10), Urgency.CALL));
            assertThat(StoreFixture.ids(three)).containsExactlyInAnyOrder(expired.get(0), expired.get(1), call);
        }
    }

    @Test
    @DisplayName("rule 5: within a lane the most urgent are taken first, then the oldest")
    default void mostUrgentOfALaneFirst() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<PartId> made = new ArrayList<>();
            for (Urgency urgency : List.of(Urgency.LOW, Urgency.HIGH, Urgency.MEDIUM, Urgency.HIGH, Urgency.CALL)) {
                made.add(free(fixture, node, CHAT, urgency));
                free(fixture, node, CALL, Urgency.HIGH);
                passTime(Duration.ofMillis(2));
            }
            List<PartId> taken = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                taken.add(StoreFixture.only(fixture.claimParts(node, CHAT, 1)).id());
            }
            assertThat(taken).containsExactly(made.get(4), made.get(1), made.get(3), made.get(2), made.get(0));
        }
    }

    @Test
    @DisplayName("rule 5: what is less urgent than was asked for is left, in every lane")
    default void lessUrgentIsLeft() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<PartId> calls = new ArrayList<>();
            for (String lane : List.of(NO_LANE, CHAT)) {
                for (Urgency urgency : Urgency.values()) {
                    PartId part = free(fixture, node, lane, urgency);
                    if (urgency == Urgency.CALL) {
                        calls.add(part);
                    }
                }
            }
            Map<String, Integer> room = Map.of(NO_LANE, 10, CHAT, 10);
            assertThat(StoreFixture.ids(
                            fixture.store().outbox().claim(node, new ClaimRequest(1024, room, Urgency.CALL))))
                    .containsExactlyInAnyOrderElementsOf(calls);
            assertThat(fixture.store().outbox().claim(node, new ClaimRequest(1024, room, Urgency.CALL)))
                    .isEmpty();
            assertThat(fixture.store().outbox().claim(node, new ClaimRequest(1024, room, Urgency.MEDIUM)))
                    .hasSize(4);
            assertThat(fixture.store().outbox().claim(node, new ClaimRequest(1024, room, Urgency.LOW)))
                    .hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 5: a part that is tried again is in the lane that was named then, with its progress")
    default void againMovesToAnotherLane() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.release(node, part, CHAT);
            assertThat(fixture.claim(node)).isEmpty();
            Part inChat = StoreFixture.only(fixture.claimParts(node, CHAT, 10));
            assertThat(inChat).isEqualTo(StoreFixture.like(part, CHAT, PROGRESS, 0));
            fixture.settle(
                    node,
                    new Settlement.Rescheduled(part.id(), Settlement.Ends.NONE, lease().dividedBy(2), CALL, PROGRESS));
            passTime(lease());
            assertThat(fixture.claimParts(node, CHAT, 10)).isEmpty();
            assertThat(fixture.claimParts(node, CALL, 10)).containsExactly(StoreFixture.like(part, CALL, PROGRESS, 0));
        }
    }

    @Test
    @DisplayName("rule 5: what a lost node held goes back to its lane")
    default void lostPartsStayInTheirLane() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId part = free(fixture, node, CHAT, Urgency.LOW);
            assertThat(fixture.claimParts(node, CHAT, 1)).hasSize(1);
            fixture.store().nodes().leave(node);
            NodeId heir = fixture.liveNode();
            assertThat(fixture.claim(heir)).isEmpty();
            assertThat(StoreFixture.ids(fixture.claimParts(heir, CHAT, 1))).containsExactly(part);
        }
    }

    @Test
    @DisplayName("rule 5: lanes survive closing and opening, at the declared durability")
    default void lanesSurvive() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.release(node, part, CHAT);
            if (!fixture.mustSurvive(this)) {
                return;
            }
            NodeId next = fixture.liveNode();
            assertThat(fixture.claim(next)).isEmpty();
            assertThat(fixture.claimParts(next, CHAT, 10)).containsExactly(StoreFixture.like(part, CHAT, PROGRESS, 0));
        }
    }

    @Test
    @DisplayName(
            "rule 5: expired parts of any lane are taken by whoever asks, at most as many as asked for, and no others")
    default void expiredOfAnyLaneAreTaken() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId young = fixture.part(node).id();
            Part younger = fixture.part(node);
            fixture.release(node, younger, CHAT);
            List<PartId> old = new ArrayList<>();
            for (String lane : List.of("a/b", NO_LANE, CHAT)) {
                Part part = expiring(fixture, node);
                fixture.release(node, part, lane);
                old.add(part.id());
            }
            Part mine = expiring(fixture, node);
            passTime(lease());

            NodeId other = fixture.liveNode();
            assertThat(fixture.claimExpired(fixture.stranger(), 10))
                    .as("taken by a node that is not live")
                    .isEmpty();
            List<PartId> taken = new ArrayList<>();
            List<Part> two = fixture.claimExpired(other, 2);
            assertThat(two).hasSize(2);
            taken.addAll(StoreFixture.ids(two));
            taken.addAll(StoreFixture.ids(fixture.claimExpired(other, 2)));
            assertThat(taken).containsExactlyInAnyOrderElementsOf(old).doesNotContain(young, younger.id(), mine.id());
            assertThat(fixture.held(other)).containsExactlyInAnyOrderElementsOf(old);
            assertThat(fixture.claimExpired(other, 2)).isEmpty();
            assertThat(fixture.end(other, old.get(0))).isEmpty();
            assertThat(fixture.held(node)).containsExactlyInAnyOrder(young, mine.id());
        }
    }

    @Test
    @DisplayName("rule 5: a part that is to be tried much later is taken as expired once it is")
    default void expiredWhileItWaits() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = expiring(fixture, node);
            fixture.settle(
                    node,
                    new Settlement.Rescheduled(
                            part.id(), Settlement.Ends.NONE, kept().multipliedBy(1000), CHAT, PROGRESS));
            assertThat(fixture.claimExpired(node, 10))
                    .as("before it has expired")
                    .isEmpty();
            passTime(lease());
            assertThat(fixture.claimExpired(node, 10)).containsExactly(StoreFixture.like(part, CHAT, PROGRESS, 0));
        }
    }

    @Test
    @DisplayName("rule 5: of nodes that take from lanes and what has expired at the same time, each part has one")
    default void eachExpiredPartHasOneTaker() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId maker = fixture.liveNode();
            List<PartId> all = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                Part part = expiring(fixture, maker);
                fixture.release(maker, part, i % 2 == 0 ? CHAT : CALL);
                all.add(part.id());
            }
            passTime(lease());
            List<Callable<List<PartId>>> takers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MessageStore store = i % 2 == 0 ? fixture.store() : other;
                NodeId node = fixture.liveNode();
                boolean byLane = i < 2;
                takers.add(() -> {
                    List<PartId> mine = new ArrayList<>();
                    List<Part> some;
                    do {
                        some = byLane
                                ? store.outbox()
                                        .claim(node, new ClaimRequest(1024, Map.of(CHAT, 3, CALL, 3), Urgency.LOW))
                                : store.outbox().claim(node, new ClaimRequest(5, Map.of(), Urgency.LOW));
                        mine.addAll(StoreFixture.ids(some));
                    } while (!some.isEmpty());
                    return mine;
                });
            }
            List<PartId> taken = new ArrayList<>();
            Together.run(takers).forEach(taken::addAll);
            assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    /** A part that nobody holds. */
    private static PartId free(StoreFixture fixture, NodeId maker, String lane, Urgency urgency) {
        Part part = StoreFixture.only(
                fixture.stored(maker, fixture.owing(BOB, urgency)).parts());
        fixture.release(maker, part, lane);
        return part.id();
    }

    /** A part that the node holds and that expires within a lease. */
    private static Part expiring(StoreFixture fixture, NodeId node) {
        OwedPush push = new OwedPush(fixture.numbers(1), Urgency.LOW, Duration.ofMillis(1), "", Bytes.EMPTY);
        return StoreFixture.only(fixture.stored(node, fixture.owing(BOB, push)).parts());
    }
}
