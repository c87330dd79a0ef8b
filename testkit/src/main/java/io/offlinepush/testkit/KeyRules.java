package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 3 and 4 of a message store: what a second append of the same key does, and what a bad entry does. */
public interface KeyRules extends StoreSubject {

    @Test
    @DisplayName("rule 3: the same key and fingerprint is Repeated with the first one's fields, and writes nothing")
    default void sameIsRepeated() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            AppendResult.Stored first = fixture.stored(node, entry);
            assertThat(fixture.append(node, entry)).as("appended as it is").isEqualTo(repeated(first));
            assertThat(fixture.append(node, fixture.resent(entry)))
                    .as("sent again")
                    .isEqualTo(repeated(first));
            assertNothingMore(fixture, node, first);
        }
    }

    @Test
    @DisplayName("rule 3: the same key with another fingerprint is a Conflict, and writes nothing")
    default void otherIsAConflict() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            AppendResult.Stored first = fixture.stored(node, entry);
            assertThat(fixture.append(node, fixture.changed(entry)))
                    .isEqualTo(new AppendResult.Conflict(first.messageId()));
            assertThat(fixture.append(node, fixture.resent(entry)))
                    .as("the first, after that")
                    .isEqualTo(repeated(first));
            assertNothingMore(fixture, node, first);
        }
    }

    @Test
    @DisplayName("rule 3: a key that repeats within one batch too")
    default void repeatsWithinOneBatch() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            List<AppendResult> results =
                    fixture.store().append(node, List.of(entry, fixture.resent(entry), fixture.changed(entry)));
            assertThat(results).hasSize(3);
            AppendResult.Stored first = StoreFixture.stored(results.get(0));
            assertThat(results.get(1)).isEqualTo(repeated(first));
            assertThat(results.get(2)).isEqualTo(new AppendResult.Conflict(first.messageId()));
            assertNothingMore(fixture, node, first);
        }
    }

    @Test
    @DisplayName("rule 3: of several nodes that append one key at the same time, one stores and the others repeat it")
    default void oneOfManyStores() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            for (int round = 0; round < 20; round++) {
                Entry entry = fixture.owing(BOB);
                List<Callable<AppendResult>> appends = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    MessageStore store = i % 2 == 0 ? fixture.store() : other;
                    NodeId node = fixture.liveNode();
                    Entry resent = fixture.resent(entry);
                    appends.add(() -> StoreFixture.only(store.append(node, List.of(resent))));
                }
                List<AppendResult> results = Together.run(appends);
                List<AppendResult> stored = results.stream()
                        .filter(AppendResult.Stored.class::isInstance)
                        .toList();
                AppendResult.Stored first = StoreFixture.stored(StoreFixture.only(stored));
                assertThat(results).filteredOn(result -> result != first).containsOnly(repeated(first));
                assertThat(fixture.read(BOB)).hasSize(round + 1);
                assertThat(fixture.depth()).isEqualTo(round + 1);
            }
        }
    }

    @Test
    @DisplayName("rule 3: the key is the sender and the client id, wherever the message goes")
    default void keyIsSenderAndClientId() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.message(BOB);
            AppendResult.Stored first = fixture.stored(node, entry);
            Entry resent = fixture.resent(entry);
            assertThat(fixture.append(node, with(resent, CAROL, resent.sender(), resent.clientMessageId())))
                    .as("to another timeline")
                    .isEqualTo(repeated(first));
            fixture.stored(node, with(fixture.resent(entry), BOB, new UserId("dave"), entry.clientMessageId()));
            fixture.stored(node, with(fixture.resent(entry), BOB, entry.sender(), entry.clientMessageId() + "x"));
            fixture.stored(node, with(fixture.resent(entry), BOB, null, entry.clientMessageId()));
            assertThat(fixture.append(node, with(fixture.resent(entry), BOB, null, entry.clientMessageId())))
                    .as("of the host itself")
                    .isInstanceOf(AppendResult.Repeated.class);
            assertThat(fixture.read(BOB)).hasSize(4);
            assertThat(fixture.read(CAROL)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 3: a key is remembered for 24 hours at least")
    default void keyIsRemembered() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.message(BOB);
            AppendResult.Stored first = fixture.stored(node, entry);
            passTime(kept().minus(kept().dividedBy(100)));
            fixture.stored(node, fixture.message(CAROL));
            assertThat(fixture.append(node, fixture.resent(entry))).isEqualTo(repeated(first));
        }
    }

    @Test
    @DisplayName("rule 4: an entry with a message id that was used before is refused, and its neighbours are stored")
    default void reusedMessageIdIsRefused() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            AppendResult.Stored first = fixture.stored(node, fixture.message(BOB));
            Entry bad = withId(fixture.owing(CAROL), first.messageId());
            assertOnlyTheMiddleIsRefused(fixture, node, bad);
        }
    }

    @Test
    @DisplayName("rule 4: an entry with a number that was used before is refused, and its neighbours are stored")
    default void reusedNumberIsRefused() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry first = fixture.owing(BOB);
            fixture.stored(node, first);
            fixture.end(node, StoreFixture.only(fixture.held(node)));
            assertOnlyTheMiddleIsRefused(
                    fixture, node, fixture.owing(CAROL, first.owes().get(0)));
        }
    }

    @Test
    @DisplayName("rule 4: an entry with the message id of its neighbour is refused, and the neighbour is stored")
    default void reusedWithinOneBatchIsRefused() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.message(BOB);
            List<AppendResult> results =
                    fixture.store().append(node, List.of(entry, withId(fixture.message(CAROL), entry.messageId())));
            assertThat(results).hasSize(2);
            StoreFixture.stored(results.get(0));
            assertThat(results.get(1)).isInstanceOf(AppendResult.Refused.class);
            assertThat(fixture.read(CAROL)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 4: a refused entry leaves its key free")
    default void refusedLeavesTheKeyFree() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            AppendResult.Stored first = fixture.stored(node, fixture.message(BOB));
            Entry good = fixture.message(BOB);
            assertThat(fixture.append(node, withId(good, first.messageId()))).isInstanceOf(AppendResult.Refused.class);
            fixture.stored(node, good);
        }
    }

    @Test
    @DisplayName("rule 4: a batch may be repeated as it is, also with more behind it")
    default void batchMayBeRepeated() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Entry> batch = new ArrayList<>(List.of(fixture.owing(BOB), fixture.owing(CAROL)));
            List<AppendResult> first = fixture.store().append(node, batch);
            batch.add(fixture.message(BOB));
            List<AppendResult> second = fixture.store().append(node, batch);
            assertThat(second).hasSize(3);
            assertThat(second.get(0)).isEqualTo(repeated(StoreFixture.stored(first.get(0))));
            assertThat(second.get(1)).isEqualTo(repeated(StoreFixture.stored(first.get(1))));
            StoreFixture.stored(second.get(2));
            assertThat(fixture.depth()).isEqualTo(2);
            assertThat(fixture.held(node))
                    .as("what the first attempt left with the node")
                    .hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 4: 1,024 entries are one batch, with results in their order")
    default void largestBatch() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Entry> batch = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                batch.add(fixture.message(i % 2 == 0 ? BOB : CAROL));
            }
            assertThat(fixture.store().append(node, batch))
                    .extracting(result -> StoreFixture.stored(result).messageId())
                    .isEqualTo(batch.stream().map(Entry::messageId).toList());
        }
    }

    private static void assertOnlyTheMiddleIsRefused(StoreFixture fixture, NodeId node, Entry bad) {
        Entry before = fixture.message(BOB);
        Entry after = fixture.message(BOB);
        long owed = fixture.depth();
        List<AppendResult> results = fixture.store().append(node, List.of(before, bad, after));
        assertThat(results).hasSize(3);
        assertThat(StoreFixture.stored(results.get(0)).messageId()).isEqualTo(before.messageId());
        assertThat(results.get(1)).isInstanceOf(AppendResult.Refused.class);
        assertThat(StoreFixture.stored(results.get(2)).messageId()).isEqualTo(after.messageId());
        assertThat(fixture.read(BOB))
                .extracting(StoredEntry::messageId)
                .endsWith(before.messageId(), after.messageId());
        assertThat(fixture.read(bad.timeline()))
                .as("of the refused entry, the message")
                .isEmpty();
        assertThat(fixture.depth()).as("of the refused entry, the push").isEqualTo(owed);
    }

    private static void assertNothingMore(StoreFixture fixture, NodeId node, AppendResult.Stored first) {
        assertThat(fixture.read(BOB)).hasSize(1);
        assertThat(fixture.head(BOB)).isEqualTo(first.sequence());
        assertThat(fixture.held(node)).isEqualTo(StoreFixture.ids(first.parts()));
        assertThat(fixture.depth()).isEqualTo(1);
    }

    private static AppendResult.Repeated repeated(AppendResult.Stored first) {
        return new AppendResult.Repeated(first.messageId(), first.timeline(), first.sequence(), first.storedAt());
    }

    private static Entry with(Entry entry, Timeline timeline, @Nullable UserId sender, String clientMessageId) {
        return new Entry(
                timeline, entry.messageId(), sender, clientMessageId, entry.fingerprint(), entry.body(), entry.owes());
    }

    private static Entry withId(Entry entry, MessageId id) {
        return new Entry(
                entry.timeline(),
                id,
                entry.sender(),
                entry.clientMessageId(),
                entry.fingerprint(),
                entry.body(),
                entry.owes());
    }
}
