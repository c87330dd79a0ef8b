package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.TEAM;
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
        try (Scene scene = new Scene(this)) {
            boolean counts = scene.store().count().isPresent();
            assertThat(scene.store().count()).isEqualTo(expected(counts, 0));
            NodeId node = scene.liveNode();
            Entry first = scene.owing(BOB);
            scene.append(node, first);
            scene.append(node, scene.resent(first));
            scene.append(node, scene.message(TEAM));
            assertThat(scene.store().count()).as("a repetition is no entry").isEqualTo(expected(counts, 2));
            scene.store().forget(new UserId("bob"));
            assertThat(scene.store().count()).as("after forgetting").isEqualTo(expected(counts, readable(scene)));
            passTime(kept());
            scene.store().removeOlderThan(kept(), 10);
            assertThat(scene.store().count()).as("after retention").isEqualTo(expected(counts, readable(scene)));
        }
    }

    // What must be removed is for other rules to say: this one compares the count with what is there.
    private static int readable(Scene scene) {
        return scene.read(BOB).size() + scene.read(TEAM).size();
    }

    private static OptionalLong expected(boolean counts, long entries) {
        return counts ? OptionalLong.of(entries) : OptionalLong.empty();
    }
}
