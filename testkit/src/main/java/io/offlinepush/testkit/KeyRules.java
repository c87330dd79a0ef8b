package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.CAROL;
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
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.owing(BOB);
            AppendResult.Stored first = scene.stored(node, entry);
            assertThat(scene.append(node, entry)).as("appended as it is").isEqualTo(repeated(first));
            assertThat(scene.append(node, scene.resent(entry))).as("sent again").isEqualTo(repeated(first));
            assertNothingMore(scene, node, first);
        }
    }

    @Test
    @DisplayName("rule 3: the same key with another fingerprint is a Conflict, and writes nothing")
    default void otherIsAConflict() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.owing(BOB);
            AppendResult.Stored first = scene.stored(node, entry);
            assertThat(scene.append(node, scene.changed(entry)))
                    .isEqualTo(new AppendResult.Conflict(first.messageId()));
            assertThat(scene.append(node, scene.resent(entry)))
                    .as("the first, after that")
                    .isEqualTo(repeated(first));
            assertNothingMore(scene, node, first);
        }
    }

    @Test
    @DisplayName("rule 3: a key that repeats within one batch too")
    default void repeatsWithinOneBatch() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.owing(BOB);
            List<AppendResult> results =
                    scene.store().append(node, List.of(entry, scene.resent(entry), scene.changed(entry)));
            assertThat(results).hasSize(3);
            AppendResult.Stored first = Scene.stored(results.get(0));
            assertThat(results.get(1)).isEqualTo(repeated(first));
            assertThat(results.get(2)).isEqualTo(new AppendResult.Conflict(first.messageId()));
            assertNothingMore(scene, node, first);
        }
    }

    @Test
    @DisplayName("rule 3: of several nodes that append one key at the same time, one stores and the others repeat it")
    default void oneOfManyStores() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            for (int round = 0; round < 20; round++) {
                Entry entry = scene.owing(BOB);
                List<Callable<AppendResult>> appends = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    MessageStore store = i % 2 == 0 ? scene.store() : other;
                    NodeId node = scene.liveNode();
                    Entry resent = scene.resent(entry);
                    appends.add(() -> Scene.only(store.append(node, List.of(resent))));
                }
                List<AppendResult> results = Together.run(appends);
                List<AppendResult> stored = results.stream()
                        .filter(AppendResult.Stored.class::isInstance)
                        .toList();
                AppendResult.Stored first = Scene.stored(Scene.only(stored));
                assertThat(results).filteredOn(result -> result != first).containsOnly(repeated(first));
                assertThat(scene.read(BOB)).hasSize(round + 1);
                assertThat(scene.depth()).isEqualTo(round + 1);
            }
        }
    }

    @Test
    @DisplayName("rule 3: the key is the sender and the client id, wherever the message goes")
    default void keyIsSenderAndClientId() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.message(BOB);
            AppendResult.Stored first = scene.stored(node, entry);
            Entry resent = scene.resent(entry);
            assertThat(scene.append(node, with(resent, CAROL, resent.sender(), resent.clientMessageId())))
                    .as("to another timeline")
                    .isEqualTo(repeated(first));
            scene.stored(node, with(scene.resent(entry), BOB, new UserId("dave"), entry.clientMessageId()));
            scene.stored(node, with(scene.resent(entry), BOB, entry.sender(), entry.clientMessageId() + "x"));
            scene.stored(node, with(scene.resent(entry), BOB, null, entry.clientMessageId()));
            assertThat(scene.append(node, with(scene.resent(entry), BOB, null, entry.clientMessageId())))
                    .as("of the host itself")
                    .isInstanceOf(AppendResult.Repeated.class);
            assertThat(scene.read(BOB)).hasSize(4);
            assertThat(scene.read(CAROL)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 3: a key is remembered for 24 hours at least")
    default void keyIsRemembered() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.message(BOB);
            AppendResult.Stored first = scene.stored(node, entry);
            passTime(kept().minus(kept().dividedBy(100)));
            scene.stored(node, scene.message(CAROL));
            assertThat(scene.append(node, scene.resent(entry))).isEqualTo(repeated(first));
        }
    }

    @Test
    @DisplayName("rule 4: an entry with a message id that was used before is refused, and its neighbours are stored")
    default void reusedMessageIdIsRefused() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            AppendResult.Stored first = scene.stored(node, scene.message(BOB));
            Entry bad = withId(scene.owing(CAROL), first.messageId());
            assertOnlyTheMiddleIsRefused(scene, node, bad);
        }
    }

    @Test
    @DisplayName("rule 4: an entry with a number that was used before is refused, and its neighbours are stored")
    default void reusedNumberIsRefused() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry first = scene.owing(BOB);
            scene.stored(node, first);
            scene.end(node, Scene.only(scene.held(node)));
            assertOnlyTheMiddleIsRefused(
                    scene, node, scene.owing(CAROL, first.owes().get(0)));
        }
    }

    @Test
    @DisplayName("rule 4: an entry with the message id of its neighbour is refused, and the neighbour is stored")
    default void reusedWithinOneBatchIsRefused() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.message(BOB);
            List<AppendResult> results =
                    scene.store().append(node, List.of(entry, withId(scene.message(CAROL), entry.messageId())));
            assertThat(results).hasSize(2);
            Scene.stored(results.get(0));
            assertThat(results.get(1)).isInstanceOf(AppendResult.Refused.class);
            assertThat(scene.read(CAROL)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 4: a refused entry leaves its key free")
    default void refusedLeavesTheKeyFree() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            AppendResult.Stored first = scene.stored(node, scene.message(BOB));
            Entry good = scene.message(BOB);
            assertThat(scene.append(node, withId(good, first.messageId()))).isInstanceOf(AppendResult.Refused.class);
            scene.stored(node, good);
        }
    }

    @Test
    @DisplayName("rule 4: a batch may be repeated as it is, also with more behind it")
    default void batchMayBeRepeated() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            List<Entry> batch = new ArrayList<>(List.of(scene.owing(BOB), scene.owing(CAROL)));
            List<AppendResult> first = scene.store().append(node, batch);
            batch.add(scene.message(BOB));
            List<AppendResult> second = scene.store().append(node, batch);
            assertThat(second).hasSize(3);
            assertThat(second.get(0)).isEqualTo(repeated(Scene.stored(first.get(0))));
            assertThat(second.get(1)).isEqualTo(repeated(Scene.stored(first.get(1))));
            Scene.stored(second.get(2));
            assertThat(scene.depth()).isEqualTo(2);
            assertThat(scene.held(node))
                    .as("what the first attempt left with the node")
                    .hasSize(2);
        }
    }

    @Test
    @DisplayName("rule 4: 1,024 entries are one batch, with results in their order")
    default void largestBatch() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            List<Entry> batch = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                batch.add(scene.message(i % 2 == 0 ? BOB : CAROL));
            }
            assertThat(scene.store().append(node, batch))
                    .extracting(result -> Scene.stored(result).messageId())
                    .isEqualTo(batch.stream().map(Entry::messageId).toList());
        }
    }

    private static void assertOnlyTheMiddleIsRefused(Scene scene, NodeId node, Entry bad) {
        Entry before = scene.message(BOB);
        Entry after = scene.message(BOB);
        long owed = scene.depth();
        List<AppendResult> results = scene.store().append(node, List.of(before, bad, after));
        assertThat(results).hasSize(3);
        assertThat(Scene.stored(results.get(0)).messageId()).isEqualTo(before.messageId());
        assertThat(results.get(1)).isInstanceOf(AppendResult.Refused.class);
        assertThat(Scene.stored(results.get(2)).messageId()).isEqualTo(after.messageId());
        assertThat(scene.read(BOB)).extracting(StoredEntry::messageId).endsWith(before.messageId(), after.messageId());
        assertThat(scene.read(bad.timeline()))
                .as("of the refused entry, the message")
                .isEmpty();
        assertThat(scene.depth()).as("of the refused entry, the push").isEqualTo(owed);
    }

    private static void assertNothingMore(Scene scene, NodeId node, AppendResult.Stored first) {
        assertThat(scene.read(BOB)).hasSize(1);
        assertThat(scene.head(BOB)).isEqualTo(first.sequence());
        assertThat(scene.held(node)).isEqualTo(Scene.ids(first.parts()));
        assertThat(scene.depth()).isEqualTo(1);
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
