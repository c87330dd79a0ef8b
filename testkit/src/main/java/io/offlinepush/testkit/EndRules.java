package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 6 of a message store, the trace and the numbers. */
public interface EndRules extends StoreSubject {

    @Test
    @DisplayName("rule 6: what ended is never taken again, whatever becomes of its node")
    default void endedIsNotTaken() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            assertThat(fixture.depth()).isEqualTo(1);
            assertThat(fixture.end(node, part.id())).isEmpty();
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.held(node)).isEmpty();
            assertThat(fixture.claim(node)).isEmpty();
            fixture.store().nodes().leave(node);
            passTime(lease());
            assertThat(fixture.claim(fixture.liveNode())).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 6: what ended ends once: a second settlement changes nothing")
    default void endsOnce() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            assertThat(fixture.end(node, part.id())).isEmpty();
            assertThat(fixture.end(node, part.id())).containsExactly(part.id());
            assertThat(fixture.settle(
                            node,
                            new Settlement.Rescheduled(
                                    part.id(), StoreFixture.ACCEPTED, Duration.ZERO, "", Bytes.EMPTY)))
                    .containsExactly(part.id());
            assertThat(fixture.settle(node, new Settlement.Checkpoint(part.id(), StoreFixture.ACCEPTED, Bytes.EMPTY)))
                    .containsExactly(part.id());
            assertThat(fixture.store().outbox().trace(part.messageId())).hasSize(1);
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.claim(fixture.liveNode())).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 6: of two that end a part at the same time, one does")
    default void oneOfTwoEnds() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            for (int round = 0; round < 20; round++) {
                Part part = fixture.part(node);
                List<Settlement> ended = List.of(new Settlement.Completed(part.id(), StoreFixture.ACCEPTED));
                List<Callable<Boolean>> both = List.of(
                        () -> fixture.store().outbox().settle(node, ended).isEmpty(),
                        () -> other.outbox().settle(node, ended).isEmpty());
                assertThat(Together.run(both)).containsExactlyInAnyOrder(true, false);
                assertThat(fixture.store().outbox().trace(part.messageId())).hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("rule 6: what ended stays ended after closing and opening, at the declared durability")
    default void staysEnded() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.end(node, part.id());
            if (!fixture.mustSurvive(this)) {
                return;
            }
            fixture.store().nodes().leave(node);
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.claim(fixture.liveNode())).isEmpty();
            assertThat(fixture.store().outbox().trace(part.messageId()))
                    .extracting(SettledEnd::ends)
                    .containsExactly(StoreFixture.ACCEPTED);
        }
    }

    @Test
    @DisplayName("trace: how a message's pushes ended, in the order of settling, for every kind of settlement")
    default void traceTellsInOrder() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            Part unrelated = fixture.part(node);
            List<Settlement.Ends> ends = List.of(
                    StoreFixture.ends(new DeviceEnd(new PushId("a"), EndReason.DELIVERED, "", "")),
                    new Settlement.Ends(
                            Map.of(EndReason.ACCEPTED, 990, EndReason.TOKEN_INVALID, 1),
                            List.of(new DeviceEnd(new PushId("b"), EndReason.TOKEN_INVALID, "80300007", "request-1"))),
                    new Settlement.Ends(Map.of(EndReason.NOT_MEMBER, 7), List.of()),
                    StoreFixture.ends(
                            new DeviceEnd(new PushId("c"), EndReason.REJECTED, "80100003", "request-2"),
                            new DeviceEnd(null, EndReason.NO_BINDING, "", "")));
            Instant before = fixture.store().nodes().now();
            fixture.settle(node, new Settlement.Checkpoint(part.id(), ends.get(0), Bytes.EMPTY));
            fixture.end(node, unrelated.id());
            fixture.settle(node, new Settlement.Rescheduled(part.id(), ends.get(1), Duration.ZERO, "", Bytes.EMPTY));
            assertThat(fixture.claim(node)).contains(part.id());
            fixture.settle(node, new Settlement.Checkpoint(part.id(), Settlement.Ends.NONE, Bytes.EMPTY));
            fixture.settle(node, new Settlement.Split(part.id(), ends.get(2), Bytes.EMPTY, List.of(), false));
            fixture.settle(node, new Settlement.Dead(part.id(), ends.get(3), EndReason.REJECTED, Bytes.EMPTY));

            List<SettledEnd> trace = fixture.store().outbox().trace(part.messageId());
            assertThat(trace).extracting(SettledEnd::ends).isEqualTo(ends);
            assertThat(trace).extracting(SettledEnd::part).containsOnly(part.id());
            Instant last = before.minusMillis(1);
            for (SettledEnd line : trace) {
                assertThat(line.at()).isBetween(last, fixture.store().nodes().now());
                last = line.at();
            }
            assertThat(fixture.store().outbox().trace(new MessageId("unknown"))).isEmpty();
        }
    }

    @Test
    @DisplayName("trace: is kept for 24 hours at least")
    default void traceIsKept() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.end(node, part.id());
            passTime(kept().minus(kept().dividedBy(100)));
            fixture.end(node, fixture.part(node).id());
            fixture.end(node, fixture.part(node).id());
            assertThat(fixture.store().outbox().trace(part.messageId())).hasSize(1);
        }
    }

    @Test
    @DisplayName("numbers: blocks never overlap, whoever asks at the same time")
    default void numbersNeverOverlap() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            List<Callable<List<Long>>> askers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                MessageStore store = i % 2 == 0 ? fixture.store() : other;
                int count = 1 + i;
                askers.add(() -> ask(store, count));
            }
            List<Long> all = new ArrayList<>();
            Together.run(askers).forEach(all::addAll);
            assertThat(all).hasSize(50 * (1 + 2 + 3 + 4)).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(all).first()).isGreaterThanOrEqualTo(1);
            long million = fixture.numbers(1_000_000);
            assertThat(fixture.numbers(1)).isNotIn(range(million, 1_000_000));
        }
    }

    @Test
    @DisplayName("numbers: none is handed out twice, also after closing and opening, at the declared durability")
    default void numbersSurvive() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            Set<Long> before = new TreeSet<>(range(fixture.numbers(100), 100));
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(range(fixture.numbers(100), 100)).doesNotContainAnyElementsOf(before);
        }
    }

    private static List<Long> ask(MessageStore store, int count) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            numbers.addAll(range(store.outbox().numbers(count), count));
        }
        return numbers;
    }

    private static List<Long> range(long first, int count) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(first + i);
        }
        return numbers;
    }
}
