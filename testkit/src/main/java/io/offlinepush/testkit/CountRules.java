package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link MessageStore#count} says of itself; a store that does not count says so each time. */
public interface CountRules extends StoreSubject {

    @Test
    @DisplayName("count: entries that are kept, each once, or no count at all")
    default void countsWhatIsKept() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            boolean counts = fixture.store().count().isPresent();
            assertThat(fixture.store().count()).isEqualTo(expected(counts, 0));
            NodeId node = fixture.liveNode();
            Entry first = fixture.owing(BOB);
            fixture.append(node, first);
            fixture.append(node, fixture.resent(first));
            fixture.append(node, fixture.message(TEAM));
            assertThat(fixture.store().count()).as("a repetition is no entry").isEqualTo(expected(counts, 2));
            fixture.store().forget(new UserId("bob"));
            assertThat(fixture.store().count()).as("after forgetting").isEqualTo(expected(counts, readable(fixture)));
            passTime(kept());
            fixture.store().removeOlderThan(kept(), 10);
            assertThat(fixture.store().count()).as("after retention").isEqualTo(expected(counts, readable(fixture)));
        }
    }

    // What must be removed is for other rules to say: this one compares the count with what is there.
    private static int readable(StoreFixture fixture) {
        return fixture.read(BOB).size() + fixture.read(TEAM).size();
    }

    private static OptionalLong expected(boolean counts, long entries) {
        return counts ? OptionalLong.of(entries) : OptionalLong.empty();
    }
}
