package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link MessageStore#namespace} says of itself; a store without namespaces says so. */
public interface NamespaceRules extends StoreSubject {

    /**
     * Whether the store has namespaces.
     *
     * @return true by default; with false it is tested that it refuses them as documented
     */
    default boolean hasNamespaces() {
        return true;
    }

    @Test
    @DisplayName("namespaces: what is written in one is in no other, under the same ids")
    default void namespacesAreApart() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            if (!hasNamespaces()) {
                assertThat(fixture.store().namespace("one")).isEmpty();
                return;
            }
            MessageStore one = fixture.store().namespace("one").orElseThrow();
            NodeId node = fixture.liveNode();
            one.nodes().join(node, Duration.ofDays(30));
            OwedPush push = new OwedPush(
                    one.outbox().numbers(1), Urgency.MEDIUM, Duration.ofHours(1), "", StoreFixture.bytes("push"));
            Entry entry = fixture.owing(BOB, push);
            AppendResult.Stored stored =
                    (AppendResult.Stored) one.append(node, List.of(entry)).get(0);
            CursorKey cursor = new CursorKey(new UserId("bob"), new DeviceId("phone"), BOB);
            one.cursors().advance(Map.of(cursor, stored.sequence()));
            for (MessageStore other :
                    List.of(fixture.store(), fixture.store().namespace("two").orElseThrow())) {
                assertThat(other.heads(List.of(BOB))).as("heads").containsEntry(BOB, 0L);
                assertThat(entries(other)).as("entries").isEmpty();
                assertThat(other.cursors().read(List.of(cursor))).as("cursors").isEmpty();
                assertThat(other.outbox().backlog(1_000_000).owed()).as("depth").isZero();
                assertThat(other.outbox().held(node, null, 10))
                        .as("parts of a node of that name")
                        .isEmpty();
                assertThat(other.outbox().trace(entry.messageId())).as("trace").isEmpty();
                other.forget(new UserId("bob"));
            }
            NodeId elsewhere = fixture.stranger();
            fixture.store().namespace("two").orElseThrow().nodes().join(elsewhere, Duration.ofDays(30));
            assertThat(one.nodes().live()).as("live nodes").isEqualTo(Set.of(node));
            assertThat(fixture.append(node, fixture.resent(entry)))
                    .as("the same key in another namespace")
                    .isInstanceOf(AppendResult.Stored.class);
            assertThat(one.outbox().backlog(1_000_000).owed())
                    .as("what is owed in its own")
                    .isEqualTo(1);
            assertThat(one.heads(List.of(BOB))).as("after others forgot").containsEntry(BOB, stored.sequence());
        }
    }

    @Test
    @DisplayName("namespaces: the same name gives the same data")
    default void aNamespaceIsTheSameEachTime() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            if (!hasNamespaces()) {
                assertThat(fixture.store().namespace("one")).isEmpty();
                return;
            }
            Entry entry = fixture.message(BOB);
            AppendResult first = fixture.store()
                    .namespace("one")
                    .orElseThrow()
                    .append(fixture.stranger(), List.of(entry))
                    .get(0);
            MessageStore again =
                    openOnAnotherNode(fixture.store()).namespace("one").orElseThrow();
            assertThat(first).isInstanceOf(AppendResult.Stored.class);
            assertThat(entries(again)).hasSize(1);
            assertThat(again.append(fixture.stranger(), List.of(fixture.resent(entry)))
                            .get(0))
                    .isInstanceOf(AppendResult.Repeated.class);
        }
    }

    @Test
    @DisplayName("namespaces: they are closed with the store, and the store has none afterwards")
    default void namespacesAreClosedToo() {
        StoreFixture fixture = new StoreFixture(this);
        if (!hasNamespaces()) {
            assertThat(fixture.store().namespace("one")).isEmpty();
            fixture.close();
            return;
        }
        MessageStore one = fixture.store().namespace("one").orElseThrow();
        fixture.close();
        assertThatThrownBy(() -> one.heads(List.of(BOB))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> fixture.store().namespace("one")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> fixture.store().namespace("two")).isInstanceOf(RuntimeException.class);
    }

    private static List<StoredEntry> entries(MessageStore store) {
        return store.read(Map.of(BOB, 0L), 10).values().stream()
                .flatMap(page -> page.entries().stream())
                .toList();
    }
}
