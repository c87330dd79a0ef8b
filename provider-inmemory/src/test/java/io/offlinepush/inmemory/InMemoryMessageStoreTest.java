package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.spi.Urgency;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this store promises beyond the contract. */
class InMemoryMessageStoreTest {

    private static final Timeline BOB = Timeline.inbox(new UserId("bob"));
    private static final NodeId NODE = new NodeId("node");

    private static final Duration DAY = Duration.ofDays(1);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryMessageStore store = new InMemoryMessageStore(runtime.clock(), runtime.ticker(), 2);

    @Test
    void isFullAtItsCapacityAndStillAnswersForWhatItHas() {
        store.append(NODE, List.of(message(1), message(2)));
        assertThat(store.append(NODE, List.of(message(3), message(1))))
                .hasExactlyElementsOfTypes(AppendResult.Full.class, AppendResult.Repeated.class);
        assertThat(store.heads(List.of(BOB))).containsEntry(BOB, 2L);
    }

    @Test
    void hasRoomAgainForWhatWasRemovedOrForgotten() {
        store.append(NODE, List.of(message(1), message(2)));
        runtime.advance(DAY);
        assertThat(store.removeOlderThan(DAY, 1)).isEqualTo(1);
        assertThat(store.append(NODE, List.of(message(3), message(4))))
                .hasExactlyElementsOfTypes(AppendResult.Stored.class, AppendResult.Full.class);
        store.forget(new UserId("bob"));
        assertThat(store.append(NODE, List.of(message(5), message(6), message(7))))
                .hasExactlyElementsOfTypes(
                        AppendResult.Stored.class, AppendResult.Stored.class, AppendResult.Full.class);
    }

    @Test
    void countsADeadPartsMessageAsKept() {
        NodeId node = new NodeId("live");
        store.nodes().join(node, DAY);
        long number = store.outbox().numbers(1);
        store.append(node, List.of(owing(1, number), message(2)));
        store.outbox()
                .settle(
                        node,
                        List.of(new Settlement.Dead(
                                new PartId(number, 0), Settlement.Ends.NONE, EndReason.REJECTED, Bytes.EMPTY)));
        assertThat(store.append(NODE, List.of(message(3)))).hasExactlyElementsOfTypes(AppendResult.Full.class);
    }

    @Test
    void beginsEveryTimelineBehindWhatAnEmptiedOneHad() {
        store.append(NODE, List.of(message(1), message(2)));
        store.forget(new UserId("bob"));
        assertThat(store.append(NODE, List.of(message(3))))
                .singleElement()
                .satisfies(result ->
                        assertThat(((AppendResult.Stored) result).sequence()).isEqualTo(3));
    }

    @Test
    void timeNeverGoesBackAndIsCutToMilliseconds() {
        runtime.advance(Duration.ofNanos(5_999_999));
        Instant first = storedAt(message(1));
        assertThat(first).isEqualTo(ManualRuntime.START.plusMillis(5));
        runtime.setClock(ManualRuntime.START.minus(1, ChronoUnit.DAYS));
        assertThat(storedAt(message(2))).isEqualTo(first);
        assertThat(store.nodes().now()).isEqualTo(first);
        runtime.setClock(first.plusSeconds(1));
        assertThat(store.nodes().now()).isEqualTo(first.plusSeconds(1));
        assertThat(store.read(Map.of(BOB, 0L), 10).values())
                .flatExtracting(page ->
                        page.entries().stream().map(StoredEntry::storedAt).toList())
                .containsExactly(first, first);
    }

    @Test
    void refusesANumberThatItNeverHandedOut() {
        long number = store.outbox().numbers(1);
        assertThat(store.append(NODE, List.of(owing(1, number + 1), owing(2, 0), owing(3, number))))
                .hasExactlyElementsOfTypes(
                        AppendResult.Refused.class, AppendResult.Refused.class, AppendResult.Stored.class);
    }

    @Test
    void forgetsEndsStepByStepOnceTheyAreADayOld() {
        Ends ends = new Ends();
        Kept old = kept(1);
        Kept young = kept(2);
        for (int i = 0; i < 10; i++) {
            end(ends, old, ManualRuntime.START);
        }
        end(ends, young, ManualRuntime.START.plus(Ends.KEPT).minusMillis(1));
        assertThat(ends.of(old)).hasSize(10);
        end(ends, young, ManualRuntime.START.plus(Ends.KEPT));
        assertThat(ends.of(old)).as("two forgotten for one added").hasSize(8);
        for (int i = 0; i < 4; i++) {
            end(ends, young, ManualRuntime.START.plus(Ends.KEPT));
        }
        assertThat(ends.of(old)).isEmpty();
        assertThat(ends.of(young)).hasSize(6);
        assertThat(ends.size()).isEqualTo(6);
    }

    @Test
    void anEndThatIsForgottenEarlyTakesNoneOfALaterMessage() {
        Ends ends = new Ends();
        Kept message = kept(1);
        end(ends, message, ManualRuntime.START);
        end(ends, message, ManualRuntime.START);
        ends.forget(message);
        ends.forget(message);
        assertThat(ends.of(message)).isEmpty();
        end(ends, message, ManualRuntime.START.plus(Ends.KEPT).minusMillis(1));
        end(ends, kept(2), ManualRuntime.START.plus(Ends.KEPT));
        assertThat(ends.of(message)).hasSize(1);
        assertThat(ends.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 20, 86_400})
    void clockThatIsSet_changesNeitherLeasesNorRetries(long seconds) {
        NodeId node = new NodeId("waits");
        store.nodes().join(node, Duration.ofSeconds(15));
        long number = store.outbox().numbers(1);
        store.append(
                node,
                List.of(entry(1, List.of(new OwedPush(number, Urgency.LOW, DAY.multipliedBy(9), "", Bytes.EMPTY)))));
        PartId part = new PartId(number, 0);
        store.outbox()
                .settle(
                        node,
                        List.of(new Settlement.Rescheduled(
                                part, Settlement.Ends.NONE, Duration.ofSeconds(10), "", Bytes.EMPTY)));
        ClaimRequest any = new ClaimRequest(10, Map.of("", 10), Urgency.LOW);

        runtime.advance(Duration.ofSeconds(5));
        runtime.setClock(runtime.clock().instant().plusSeconds(seconds));
        Instant set = store.nodes().now();
        assertThat(store.nodes().live()).as("5 s of 15").contains(node);
        assertThat(store.outbox().claim(node, any)).as("5 s of 10").isEmpty();
        assertThat(store.outbox().backlog(10).oldestUnclaimed()).isNull();

        runtime.advance(Duration.ofSeconds(5));
        assertThat(store.outbox().backlog(10).oldestUnclaimed()).isEqualTo(set.plusSeconds(5));
        assertThat(store.outbox().claim(node, any)).extracting(Part::id).containsExactly(part);
        assertThat(store.nodes().now()).as("the store's time goes on").isEqualTo(set.plusSeconds(5));
        runtime.advance(Duration.ofSeconds(5));
        assertThat(store.nodes().live()).as("15 s of 15").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> refusesArgumentsOutsideTheirRange() {
        PartId part = new PartId(1, 0);
        CursorKey cursor = new CursorKey(new UserId("bob"), new DeviceId("phone"), BOB);
        Map<String, ThrowingCallable> calls = Map.ofEntries(
                Map.entry("capacity 0", () -> new InMemoryMessageStore(runtime.clock(), runtime.ticker(), 0)),
                Map.entry("no entry", () -> store.append(NODE, List.of())),
                Map.entry("1,025 entries", () -> store.append(NODE, Collections.nCopies(1025, message(1)))),
                Map.entry("limit 0", () -> store.read(Map.of(BOB, 0L), 0)),
                Map.entry("limit 1,001", () -> store.read(Map.of(BOB, 0L), 1001)),
                Map.entry("after -1", () -> store.read(Map.of(BOB, -1L), 1)),
                Map.entry("numbers 0", () -> store.outbox().numbers(0)),
                Map.entry("numbers 1,000,001", () -> store.outbox().numbers(1_000_001)),
                Map.entry("held 0", () -> store.outbox().held(NODE, null, 0)),
                Map.entry("held 1,025", () -> store.outbox().held(NODE, null, 1025)),
                Map.entry("backlog 0", () -> store.outbox().backlog(0)),
                Map.entry("backlog 1,000,001", () -> store.outbox().backlog(1_000_001)),
                Map.entry("superseded of none", () -> store.outbox().superseded(List.of())),
                Map.entry("superseded of 1,025", () -> store.outbox().superseded(Collections.nCopies(1025, part))),
                Map.entry("dead 0", () -> store.outbox().dead(null, 0)),
                Map.entry("dead 1,001", () -> store.outbox().dead(null, 1001)),
                Map.entry("requeue none", () -> store.outbox().requeue(List.of(), DAY)),
                Map.entry("requeue for no time", () -> store.outbox().requeue(List.of(part), Duration.ZERO)),
                Map.entry("age below a day", () -> store.removeOlderThan(DAY.minusNanos(1), 1)),
                Map.entry("remove 0", () -> store.removeOlderThan(DAY, 0)),
                Map.entry("remove 10,001", () -> store.removeOlderThan(DAY, 10_001)),
                Map.entry("new part with index 0", () -> split(part, new NewPart(0, "a/b", Bytes.EMPTY))),
                Map.entry(
                        "two new parts with one index",
                        () -> split(part, new NewPart(1, "a/b", Bytes.EMPTY), new NewPart(1, "a/c", Bytes.EMPTY))),
                Map.entry("no settlement", () -> store.outbox().settle(NODE, List.of())),
                Map.entry(
                        "two settlements for a part",
                        () -> store.outbox()
                                .settle(
                                        NODE,
                                        List.of(
                                                new Settlement.Completed(part, Settlement.Ends.NONE),
                                                new Settlement.Checkpoint(part, Settlement.Ends.NONE, Bytes.EMPTY)))),
                Map.entry(
                        "again in the past",
                        () -> store.outbox()
                                .settle(
                                        NODE,
                                        List.of(new Settlement.Rescheduled(
                                                part, Settlement.Ends.NONE, Duration.ofMillis(-1), "", Bytes.EMPTY)))),
                Map.entry("no lease", () -> store.nodes().join(NODE, Duration.ZERO)),
                Map.entry("cursor -1", () -> store.cursors().advance(Map.of(cursor, -1L))));
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(
                        call.getKey(),
                        () -> assertThatThrownBy(call.getValue()).isInstanceOf(IllegalArgumentException.class)));
    }

    private void split(PartId part, NewPart... parts) {
        store.outbox()
                .settle(
                        NODE,
                        List.of(new Settlement.Split(part, Settlement.Ends.NONE, Bytes.EMPTY, List.of(parts), false)));
    }

    private Instant storedAt(Entry entry) {
        return ((AppendResult.Stored) store.append(NODE, List.of(entry)).get(0)).storedAt();
    }

    private static void end(Ends ends, Kept message, Instant at) {
        ends.add(message, new PartId(1, 0), at, new Settlement.Ends(Map.of(EndReason.NO_BINDING, 1), List.of()));
    }

    private static Kept kept(int n) {
        Entry entry = message(n);
        return new Kept(n, BOB, n, ManualRuntime.START, entry, Packed.pack(entry));
    }

    private static Entry message(int n) {
        return entry(n, List.of());
    }

    private static Entry owing(int n, long number) {
        return entry(n, List.of(new OwedPush(number, Urgency.LOW, Duration.ofHours(1), "", Bytes.EMPTY)));
    }

    private static Entry entry(int n, List<OwedPush> owes) {
        return new Entry(BOB, new MessageId("m" + n), new UserId("alice"), "c" + n, Bytes.EMPTY, Bytes.EMPTY, owes);
    }
}
