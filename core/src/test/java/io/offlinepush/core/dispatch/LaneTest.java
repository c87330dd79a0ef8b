package io.offlinepush.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Urgency;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who goes next to one app, and how many may. */
class LaneTest {

    private static final UserId BOB = new UserId("bob");
    private static final PushBody BODY = PushBody.ofMessage(
            new UserId("alice"), Conversation.peer(BOB), PushConfig.of("Alice", "hello"), Replace.NOTHING);

    private final ManualRuntime runtime = new ManualRuntime();
    private long numbers;

    @Test
    void prioritiesTakeTurnsAsEightToFourToTwo() {
        Lane lane = busy(1_000);
        for (Urgency urgency : List.of(Urgency.LOW, Urgency.MEDIUM, Urgency.HIGH)) {
            park(lane, urgency, 1, 100);
        }

        List<Urgency> turns = turns(lane, 2 * (8 + 4 + 2));

        assertThat(turns).filteredOn(Urgency.HIGH::equals).hasSize(16);
        assertThat(turns).filteredOn(Urgency.MEDIUM::equals).hasSize(8);
        assertThat(turns).filteredOn(Urgency.LOW::equals).hasSize(4);
        assertThat(turns.subList(0, 8)).as("the most urgent first").containsOnly(Urgency.HIGH);
    }

    @Test
    void whoWaitsAloneHasEveryTurn() {
        Lane lane = busy(1_000);
        park(lane, Urgency.LOW, 1, 30);

        assertThat(turns(lane, 30)).hasSize(30);
    }

    @Test
    void smallAndBulkPartsTakeTurnsWithinAPriority() {
        Lane lane = busy(1_000);
        List<OpenPart> bulk = park(lane, Urgency.MEDIUM, 11, 10);
        List<OpenPart> small = park(lane, Urgency.MEDIUM, 10, 4);
        List<OpenPart> order = new ArrayList<>();

        for (int i = 0; i < 14; i++) {
            lane.leave();
            order.add(Objects.requireNonNull(lane.next()));
        }

        assertThat(order.subList(0, 8))
                .containsExactly(
                        small.get(0),
                        bulk.get(0),
                        small.get(1),
                        bulk.get(1),
                        small.get(2),
                        bulk.get(2),
                        small.get(3),
                        bulk.get(3));
        assertThat(order.subList(8, 14)).as("nobody small is left").isEqualTo(bulk.subList(4, 10));
    }

    @Test
    void nobodyOvertakesThoseWhoWait() {
        Lane lane = busy(10);
        park(lane, Urgency.LOW, 1, 1);
        lane.leave();

        assertThat(lane.enter(Urgency.MEDIUM)).isFalse();
        assertThat(lane.next()).isNotNull();
        assertThat(lane.next()).isNull();
    }

    @Test
    void whatFindsNoRoomIsNotParkedAndCallsHaveTheirOwn() {
        Lane lane = busy(20);
        park(lane, Urgency.HIGH, 1, 18);

        assertThat(lane.room(Urgency.HIGH)).isZero();
        assertThat(lane.park(part(Urgency.HIGH), 1)).isFalse();
        assertThat(lane.room(Urgency.CALL)).isEqualTo(2);
        park(lane, Urgency.CALL, 1, 2);
        assertThat(lane.room(Urgency.CALL)).isZero();
        assertThat(lane.park(part(Urgency.CALL), 1)).isFalse();
    }

    @Test
    void callsGoBeforeEverybodyWhoWaits() {
        Lane lane = busy(1_000);
        park(lane, Urgency.HIGH, 1, 20);
        park(lane, Urgency.CALL, 100, 2);
        park(lane, Urgency.CALL, 1, 1);

        List<Urgency> turns = turns(lane, 6);

        assertThat(turns.subList(0, 3)).containsOnly(Urgency.CALL);
        assertThat(turns.subList(3, 6)).containsOnly(Urgency.HIGH);
    }

    @Test
    void aCallFindsAPlaceWhereMessagesFillTheirs() {
        Lane lane = new Lane(20, 0, 10, runtime.ticker());
        for (int i = 0; i < 18; i++) {
            assertThat(lane.enter(Urgency.HIGH)).isTrue();
        }
        assertThat(lane.enter(Urgency.HIGH)).isFalse();
        park(lane, Urgency.HIGH, 1, 1);

        assertThat(lane.enter(Urgency.CALL)).as("over those who wait").isTrue();
        assertThat(lane.enter(Urgency.CALL)).isTrue();
        assertThat(lane.enter(Urgency.CALL)).as("twenty are in flight").isFalse();
        park(lane, Urgency.CALL, 1, 1);
        lane.leave();
        assertThat(lane.enter(Urgency.CALL))
                .as("a call does not overtake a call")
                .isFalse();
        assertThat(Objects.requireNonNull(lane.next()).part.urgency()).isEqualTo(Urgency.CALL);
        assertThat(lane.next()).isNull();
    }

    @Test
    void callsDoNotWaitForTheRateAndMessagesMakeUpForThem() {
        Lane lane = new Lane(100, 10, 10, runtime.ticker());
        assertThat(lane.enter(Urgency.LOW)).isTrue();
        lane.spend(10);

        assertThat(lane.enter(Urgency.CALL)).isTrue();
        lane.spend(5);
        park(lane, Urgency.LOW, 1, 1);
        runtime.elapse(Duration.ofMillis(490));
        assertThat(lane.next()).as("the call's five are not back").isNull();
        runtime.elapse(Duration.ofMillis(20));
        assertThat(lane.next()).isNotNull();
    }

    @Test
    void aLimitOfOneIsForWhoeverComes() {
        Lane lane = new Lane(1, 0, 1, runtime.ticker());

        assertThat(lane.enter(Urgency.LOW)).isTrue();
        assertThat(lane.room(Urgency.LOW)).isEqualTo(1);
    }

    @Test
    void processesShareTheRate() {
        Lane lane = new Lane(100, 10, 10, runtime.ticker());
        lane.shareRate(4);

        assertThat(lane.enter(Urgency.MEDIUM)).isTrue();
        lane.spend(3);
        assertThat(lane.enter(Urgency.MEDIUM))
                .as("two and a half in this second")
                .isFalse();
        runtime.elapse(Duration.ofMillis(201));
        assertThat(lane.enter(Urgency.MEDIUM)).isTrue();
        lane.shareRate(1);
        lane.spend(1);
        runtime.elapse(Duration.ofMillis(60));
        assertThat(lane.enter(Urgency.MEDIUM)).as("alone again").isFalse();
        runtime.elapse(Duration.ofMillis(50));
        assertThat(lane.enter(Urgency.MEDIUM)).isTrue();
    }

    @Test
    void theRateIsKeptAndTimeGivesItBack() {
        Lane lane = new Lane(100, 10, 10, runtime.ticker());

        assertThat(lane.enter(Urgency.MEDIUM)).isTrue();
        lane.spend(10);
        assertThat(lane.enter(Urgency.MEDIUM)).as("ten in this second").isFalse();
        park(lane, Urgency.HIGH, 1, 1);
        assertThat(lane.waitsForRate()).isTrue();
        assertThat(lane.next()).isNull();

        runtime.advance(Duration.ofMillis(100));
        assertThat(lane.waitsForRate()).isFalse();
        assertThat(lane.next()).isNotNull();
    }

    @Test
    void whoIsClosedIsLetGo() {
        Lane lane = busy(10);
        List<OpenPart> parts = park(lane, Urgency.HIGH, 1, 3);
        parts.get(0).closed = true;

        lane.forgetClosed();
        lane.leave();

        assertThat(lane.room(Urgency.HIGH)).isEqualTo(7);
        assertThat(lane.next()).isSameAs(parts.get(1));
    }

    /** A lane for one request at a time, which is taken. */
    private Lane busy(int parked) {
        Lane lane = new Lane(1, 0, parked, runtime.ticker());
        assertThat(lane.enter(Urgency.MEDIUM)).isTrue();
        return lane;
    }

    private static List<Urgency> turns(Lane lane, int count) {
        List<Urgency> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lane.leave();
            OpenPart next = Objects.requireNonNull(lane.next());
            turns.add(next.part.urgency());
        }
        return turns;
    }

    private List<OpenPart> park(Lane lane, Urgency urgency, int devices, int count) {
        List<OpenPart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OpenPart part = part(urgency);
            assertThat(lane.park(part, devices)).isTrue();
            parts.add(part);
        }
        return parts;
    }

    private OpenPart part(Urgency urgency) {
        numbers++;
        Part owed = new Part(
                new PartId(numbers, 0),
                new MessageId("message-" + numbers),
                Timeline.inbox(BOB),
                numbers,
                urgency,
                ManualRuntime.START,
                ManualRuntime.START.plusSeconds(60),
                "",
                Bytes.EMPTY,
                BODY.encode(),
                Bytes.EMPTY,
                0);
        return new OpenPart(new NodeId("node"), owed);
    }
}
