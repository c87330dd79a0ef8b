package io.offlinepush.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Urgency;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who goes next to one app, and how many may. */
class LaneTest {

    private static final VendorApp APP = new VendorApp("test", "chat");

    private final ManualRuntime runtime = new ManualRuntime();
    private final List<LaneTicket> granted = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();

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
    void smallAndBulkPartsTakeTurnsWithinAPriority() {
        Lane lane = busy(1_000);
        List<LaneTicket> bulk = park(lane, Urgency.MEDIUM, 11, 3);
        List<LaneTicket> small = park(lane, Urgency.MEDIUM, 10, 2);

        List<LaneTicket> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            order.add(next(lane));
        }

        assertThat(order).containsExactly(small.get(0), bulk.get(0), small.get(1), bulk.get(1), bulk.get(2));
    }

    @Test
    void nobodyOvertakesThoseWhoWaitButCallsDo() {
        Lane lane = lane(20, 0, 10);
        for (int i = 0; i < 18; i++) {
            assertThat(lane.tryEnter(Urgency.HIGH, 1)).isTrue();
        }
        assertThat(lane.tryEnter(Urgency.HIGH, 1))
                .as("the last two places are for calls")
                .isFalse();
        park(lane, Urgency.HIGH, 1, 1);

        assertThat(lane.tryEnter(Urgency.CALL, 1)).isTrue();
        assertThat(lane.tryEnter(Urgency.CALL, 1)).isTrue();
        assertThat(lane.tryEnter(Urgency.CALL, 1)).as("twenty are in flight").isFalse();
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
    void whatFindsNoRoomIsNotParkedAndCallsHaveTheirOwn() {
        Lane lane = busy(20);
        park(lane, Urgency.HIGH, 1, 18);

        assertThat(lane.park(Urgency.HIGH, 1, () -> {})).isNull();
        assertThat(lane.room(Urgency.CALL)).isEqualTo(2);
        park(lane, Urgency.CALL, 1, 2);
        assertThat(lane.park(Urgency.CALL, 1, () -> {})).isNull();
    }

    @Test
    void aTicketThatIsGivenBackMakesRoom() {
        Lane lane = busy(20);
        List<LaneTicket> waiting = park(lane, Urgency.HIGH, 1, 18);

        lane.giveBack(waiting.get(0));
        lane.giveBack(waiting.get(0));

        assertThat(lane.room(Urgency.HIGH)).isEqualTo(1);
        assertThat(next(lane)).isSameAs(waiting.get(1));
    }

    @Test
    void aTurnIsUsedOnceAndPaysForWhatItTakes() {
        Lane lane = lane(100, 10, 10);
        assertThat(lane.tryEnter(Urgency.MEDIUM, 10)).isTrue();
        LaneTicket ticket = park(lane, Urgency.MEDIUM, 5, 1).get(0);
        assertThat(lane.turns()).as("ten in this second").isEmpty();
        runtime.elapse(Duration.ofMillis(100));

        assertThat(lane.turns()).containsExactly(ticket);
        assertThat(lane.use(ticket, 1)).isTrue();
        assertThat(lane.use(ticket, 1)).isFalse();
        runtime.elapse(Duration.ofMillis(50));
        assertThat(lane.tryEnter(Urgency.MEDIUM, 1))
                .as("one was taken, not five")
                .isTrue();
    }

    @Test
    void callsDoNotWaitForTheRateAndMessagesMakeUpForThem() {
        Lane lane = lane(100, 10, 10);
        assertThat(lane.tryEnter(Urgency.LOW, 10)).isTrue();
        assertThat(lane.tryEnter(Urgency.CALL, 5)).isTrue();
        park(lane, Urgency.LOW, 1, 1);

        runtime.elapse(Duration.ofMillis(490));
        assertThat(lane.turns()).as("the call's five are not back").isEmpty();
        runtime.elapse(Duration.ofMillis(20));
        assertThat(lane.turns()).hasSize(1);
    }

    @Test
    void processesShareTheRate() {
        Lane lane = lane(100, 10, 10);
        lane.shareRate(4);

        assertThat(lane.tryEnter(Urgency.MEDIUM, 3)).isTrue();
        assertThat(lane.tryEnter(Urgency.MEDIUM, 1))
                .as("two and a half in this second")
                .isFalse();
        runtime.elapse(Duration.ofMillis(201));
        assertThat(lane.tryEnter(Urgency.MEDIUM, 1)).isTrue();
    }

    @Test
    void aLimitOfOneIsForWhoeverComes() {
        Lane lane = lane(1, 0, 1);

        assertThat(lane.tryEnter(Urgency.LOW, 1)).isTrue();
        assertThat(lane.room(Urgency.LOW)).isEqualTo(1);
    }

    @Test
    void theCountOfAllThatWaitsFollowsEachTicket() {
        Lane lane = busy(10);
        LaneTicket first = granted.get(0);
        List<LaneTicket> parked = park(lane, Urgency.HIGH, 1, 3);
        assertThat(waiting).hasValue(3);

        lane.giveBack(parked.get(2));
        assertThat(waiting).as("one gave its place back").hasValue(2);
        lane.giveBack(parked.get(2));
        assertThat(waiting).as("twice is once").hasValue(2);
        assertThat(lane.turns()).isEmpty();

        lane.giveBack(first);
        assertThat(lane.turns()).containsExactly(parked.get(0));
        assertThat(waiting).as("one has its turn").hasValue(1);
        lane.giveBack(parked.get(0));
        assertThat(waiting).as("a turn given back waits no more").hasValue(1);
    }

    /** A lane for one request at a time, which is taken. */
    private Lane busy(int parked) {
        Lane lane = lane(1, 0, parked);
        granted.add(Objects.requireNonNull(lane.park(Urgency.CALL, 1, () -> {})));
        assertThat(lane.turns()).hasSize(1);
        return lane;
    }

    private Lane lane(int inFlight, int devicesPerSecond, int parked) {
        return new Lane(APP, new LaneLimits(inFlight, devicesPerSecond, parked), runtime, waiting, (app, cause) -> {});
    }

    /** Ends the request that holds the only place, and takes the next turn. */
    private LaneTicket next(Lane lane) {
        lane.giveBack(granted.remove(0));
        List<LaneTicket> turns = lane.turns();
        assertThat(turns).hasSize(1);
        granted.addAll(turns);
        return turns.get(0);
    }

    private List<Urgency> turns(Lane lane, int count) {
        List<Urgency> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(next(lane).urgency);
        }
        return turns;
    }

    private static List<LaneTicket> park(Lane lane, Urgency urgency, int devices, int count) {
        List<LaneTicket> tickets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tickets.add(Objects.requireNonNull(lane.park(urgency, devices, () -> {})));
        }
        return tickets;
    }
}
