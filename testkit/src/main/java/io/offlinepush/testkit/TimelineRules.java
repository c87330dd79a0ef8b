package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.spi.Urgency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 1, 2 and 7 of a message store: what is kept, and in which order it is read. */
public interface TimelineRules extends StoreSubject {

    @Test
    @DisplayName("rule 1: what is read is what was appended, with the sequence and the time that append returned")
    default void readsWhatWasStored() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            Instant before = fixture.store().nodes().now().truncatedTo(ChronoUnit.MILLIS);
            AppendResult.Stored stored = fixture.stored(node, entry);

            assertThat(stored.messageId()).isEqualTo(entry.messageId());
            assertThat(stored.timeline()).isEqualTo(BOB);
            assertThat(stored.storedAt())
                    .isEqualTo(stored.storedAt().truncatedTo(ChronoUnit.MILLIS))
                    .isBetween(before, fixture.store().nodes().now());
            assertThat(fixture.read(BOB)).containsExactly(asRead(entry, stored));
        }
    }

    @Test
    @DisplayName("rule 1: a part says what its push said, and where and when its message was stored")
    default void partIsAsAppended() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            AppendResult.Stored stored = fixture.stored(node, entry);
            var push = entry.owes().get(0);

            Part part = StoreFixture.only(stored.parts());
            assertThat(part.id().number()).isEqualTo(push.number());
            assertThat(part.id().index()).isZero();
            assertThat(part.messageId()).isEqualTo(entry.messageId());
            assertThat(part.timeline()).isEqualTo(BOB);
            assertThat(part.sequence()).isEqualTo(stored.sequence());
            assertThat(part.urgency()).isEqualTo(push.urgency());
            assertThat(part.storedAt()).isEqualTo(stored.storedAt());
            assertThat(part.expiresAt()).isEqualTo(stored.storedAt().plus(push.expireAfter()));
            assertThat(part.lane()).isEmpty();
            assertThat(part.scope().size()).isZero();
            assertThat(part.body()).isEqualTo(push.body());
            assertThat(part.progress().size()).isZero();
        }
    }

    /** With durability NONE, that the store says so is all there is to test. */
    @Test
    @DisplayName("rule 1: what was stored survives closing and opening, with its part, at the declared durability")
    default void survivesReopening() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            AppendResult.Stored stored = fixture.stored(node, entry);
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(fixture.read(BOB)).containsExactly(asRead(entry, stored));
            assertThat(fixture.append(node, entry)).isInstanceOf(AppendResult.Repeated.class);
            fixture.store().nodes().leave(node);
            assertThat(fixture.claimParts(fixture.liveNode())).isEqualTo(stored.parts());
        }
    }

    @Test
    @DisplayName("rule 2: sequences of a timeline grow from entry to entry, within a batch and across")
    default void sequencesGrow() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Long> sequences = new ArrayList<>();
            for (int batch = 0; batch < 3; batch++) {
                for (AppendResult result : fixture.store()
                        .append(node, List.of(fixture.message(BOB), fixture.message(CAROL), fixture.message(BOB)))) {
                    AppendResult.Stored stored = StoreFixture.stored(result);
                    if (stored.timeline().equals(BOB)) {
                        sequences.add(stored.sequence());
                    }
                }
            }
            assertThat(sequences).hasSize(6);
            assertGrow(sequences);
            assertThat(sequences.get(0)).isPositive();
            assertThat(fixture.read(BOB)).extracting(StoredEntry::sequence).isEqualTo(sequences);
        }
    }

    @Test
    @DisplayName("rule 2: a reader reads on after what it has seen, page by page, in several timelines at once")
    default void readsOn() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sequences.add(fixture.stored(node, fixture.message(BOB)).sequence());
            }
            fixture.stored(node, fixture.message(CAROL));
            Map<?, Page> pages = fixture.store().read(Map.of(BOB, sequences.get(1), CAROL, 0L), 2);
            assertThat(pages).hasSize(2);
            Page bob = fixture.store()
                    .read(Map.of(BOB, sequences.get(1)), 2)
                    .getOrDefault(BOB, new Page(List.of(), false));
            assertThat(pages.get(BOB)).isEqualTo(bob);
            assertThat(bob.entries()).extracting(StoredEntry::sequence).isEqualTo(sequences.subList(2, 4));
            assertThat(bob.more()).as("more after the fourth of five").isTrue();

            Page rest =
                    fixture.store().read(Map.of(BOB, sequences.get(2)), 2).getOrDefault(BOB, new Page(List.of(), true));
            assertThat(rest.entries()).extracting(StoredEntry::sequence).isEqualTo(sequences.subList(3, 5));
            assertThat(rest.more()).as("more after the last").isFalse();
            assertThat(fixture.store().read(Map.of(BOB, sequences.get(4)), 2))
                    .containsEntry(BOB, new Page(List.of(), false));
        }
    }

    @Test
    @DisplayName("rule 2: heads name the newest entry of each timeline, 0 where there is none")
    default void headsAreTheNewest() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            fixture.stored(node, fixture.message(BOB));
            long newest = fixture.stored(node, fixture.message(BOB)).sequence();
            assertThat(fixture.store().heads(Set.of(BOB, CAROL))).isEqualTo(Map.of(BOB, newest, CAROL, 0L));
        }
    }

    /**
     * Four writers on two nodes, a reader for each node: what a reader saw is compared with what is there in the end.
     */
    @Test
    @DisplayName("rule 2: a reader that has seen n never finds an unseen m < n, whoever writes at the same time")
    default void readersMissNothing() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            List<MessageStore> stores = List.of(fixture.store(), other);
            AtomicInteger writing = new AtomicInteger(4);
            List<Callable<List<Long>>> all = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                MessageStore store = stores.get(writer % 2);
                NodeId node = fixture.liveNode();
                all.add(() -> {
                    try {
                        return write(fixture, store, node);
                    } finally {
                        writing.decrementAndGet();
                    }
                });
            }
            stores.forEach(store -> all.add(() -> follow(store, writing)));

            List<List<Long>> results = Together.run(all);
            List<Long> written = new ArrayList<>();
            results.subList(0, 4).forEach(one -> {
                assertGrow(one);
                written.addAll(one);
            });
            List<Long> kept =
                    fixture.read(BOB).stream().map(StoredEntry::sequence).toList();
            assertThat(kept).as("what is there").containsExactlyInAnyOrderElementsOf(written);
            assertThat(results.get(4)).as("what a reader saw").isEqualTo(kept);
            assertThat(results.get(5)).as("what a reader on the other node saw").isEqualTo(kept);
        }
    }

    @Test
    @DisplayName("rule 7: a message is there once, however many devices read and acknowledge it")
    default void messageIsThereOnce() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            AppendResult.Stored stored = fixture.stored(node, fixture.owing(BOB));
            for (int device = 0; device < 20; device++) {
                CursorKey key = new CursorKey(new UserId("bob"), new DeviceId("device-" + device), BOB);
                assertThat(fixture.read(BOB)).hasSize(1);
                fixture.store().cursors().advance(Map.of(key, stored.sequence()));
            }
            assertThat(fixture.read(BOB)).hasSize(1);
            assertThat(fixture.head(BOB)).isEqualTo(stored.sequence());
            assertThat(fixture.depth()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("rule 7: a group's message is there once, for all members and nodes that read it at the same time")
    default void groupMessageIsThereOnce() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sequences.add(fixture.stored(node, fixture.owing(TEAM)).sequence());
            }
            List<Callable<List<Long>>> members = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                MessageStore store = i % 2 == 0 ? fixture.store() : other;
                UserId user = new UserId("member-" + i);
                DeviceId device = new DeviceId("device-" + i);
                members.add(() -> {
                    List<Long> seen = new ArrayList<>();
                    for (long after = 0; seen.size() < sequences.size(); after = seen.get(seen.size() - 1)) {
                        Page page = store.read(Map.of(TEAM, after), 1).getOrDefault(TEAM, new Page(List.of(), false));
                        seen.add(StoreFixture.only(page.entries()).sequence());
                        store.cursors().advance(Map.of(new CursorKey(user, device, TEAM), seen.get(seen.size() - 1)));
                    }
                    return seen;
                });
            }
            assertThat(Together.run(members)).containsOnly(sequences);
            assertThat(fixture.read(TEAM)).hasSize(5);
            assertThat(fixture.read(Timeline.inbox(new UserId("member-1"))))
                    .as("written to a member's inbox too")
                    .isEmpty();
            assertThat(fixture.read(Timeline.inbox(new UserId(TEAM.id()))))
                    .as("in the inbox of a user who is named like the group")
                    .isEmpty();
            assertThat(fixture.depth()).as("one push for each message").isEqualTo(5);
        }
    }

    @Test
    @DisplayName("close: may be called more than once, and afterwards every other call fails")
    default void nothingWorksAfterClose() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            MessageStore store = fixture.store();
            NodeId node = fixture.liveNode();
            Entry entry = fixture.message(BOB);
            store.close();
            store.close();
            assertThatThrownBy(() -> store.append(node, List.of(entry))).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.read(Map.of(BOB, 0L), 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.heads(List.of(BOB))).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.outbox().backlog(1_000_000).owed()).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.outbox().claim(node, new ClaimRequest(1024, Map.of("", 1), Urgency.LOW)))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.outbox().held(node, null, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.outbox().dead(null, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.removeOlderThan(kept(), 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.forget(new UserId("bob"))).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.nodes().live()).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> store.cursors().read(List.of())).isInstanceOf(RuntimeException.class);
        }
    }

    private static List<Long> write(StoreFixture fixture, MessageStore store, NodeId node) {
        List<Long> sequences = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Entry> batch = new ArrayList<>(List.of(fixture.message(CAROL), fixture.message(BOB)));
            if (i % 3 == 0) {
                batch.add(fixture.message(BOB));
            }
            for (AppendResult result : store.append(node, batch)) {
                AppendResult.Stored stored = StoreFixture.stored(result);
                if (stored.timeline().equals(BOB)) {
                    sequences.add(stored.sequence());
                }
            }
        }
        return sequences;
    }

    private static List<Long> follow(MessageStore store, AtomicInteger writing) {
        List<Long> seen = new ArrayList<>();
        boolean last;
        do {
            last = writing.get() == 0;
            long after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            StoreFixture.read(store, BOB, after).forEach(entry -> seen.add(entry.sequence()));
        } while (!last);
        return seen;
    }

    private static void assertGrow(List<Long> sequences) {
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(sequences.get(i))
                    .as("sequence after " + sequences.get(i - 1))
                    .isGreaterThan(sequences.get(i - 1));
        }
    }

    private static StoredEntry asRead(Entry entry, AppendResult.Stored stored) {
        return new StoredEntry(stored.sequence(), entry.messageId(), entry.sender(), stored.storedAt(), entry.body());
    }

    @Test
    @DisplayName("find: a message is found by its id, with the expiry and the number of what it owes")
    default void findsById() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry owing = fixture.owing(BOB);
            Entry plain = fixture.message(BOB);
            AppendResult.Stored stored = fixture.stored(node, owing);
            fixture.stored(node, plain);
            FoundMessage found = fixture.store().find(owing.messageId()).orElseThrow();
            assertThat(found.timeline()).isEqualTo(BOB);
            assertThat(found.entry())
                    .isEqualTo(new StoredEntry(
                            stored.sequence(), owing.messageId(), owing.sender(), stored.storedAt(), owing.body()));
            assertThat(found.expiresAt())
                    .isEqualTo(stored.storedAt().plus(owing.owes().get(0).expireAfter()));
            assertThat(found.number()).isEqualTo(owing.owes().get(0).number());
            assertThat(fixture.store().find(plain.messageId()).orElseThrow())
                    .as("owes nothing")
                    .returns(null, FoundMessage::expiresAt)
                    .returns(0L, FoundMessage::number);
            fixture.end(node, StoreFixture.only(stored.parts()).id());
            assertThat(fixture.store().find(owing.messageId()))
                    .as("once it has ended")
                    .contains(found);
            assertThat(fixture.store().find(new MessageId("unknown"))).isEmpty();
        }
    }
}
