package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Cursors} say of themselves. */
public interface CursorRules extends StoreSubject {

    @Test
    @DisplayName("cursors: those that were written are read, 0 like any other value, and no others")
    default void readsWhatWasWritten() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            Cursors cursors = fixture.store().cursors();
            Map<CursorKey, Long> written = Map.of(key(1, BOB), 0L, key(2, BOB), 5L, key(1, CAROL), 7L);
            cursors.advance(written);
            assertThat(cursors.read(Set.of(key(1, BOB), key(2, BOB), key(1, CAROL), key(3, BOB))))
                    .isEqualTo(written);
            assertThat(cursors.read(Set.of(key(2, BOB)))).isEqualTo(Map.of(key(2, BOB), 5L));
            assertThat(cursors.read(Set.of())).isEmpty();
        }
    }

    @Test
    @DisplayName("cursors: never move back")
    default void neverMoveBack() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            Cursors cursors = fixture.store().cursors();
            cursors.advance(Map.of(key(1, BOB), 5L));
            cursors.advance(Map.of(key(1, BOB), 3L, key(2, BOB), 1L));
            assertThat(cursors.read(Set.of(key(1, BOB), key(2, BOB))))
                    .isEqualTo(Map.of(key(1, BOB), 5L, key(2, BOB), 1L));
            cursors.advance(Map.of(key(1, BOB), 6L));
            assertThat(cursors.read(Set.of(key(1, BOB)))).isEqualTo(Map.of(key(1, BOB), 6L));
        }
    }

    @Test
    @DisplayName("cursors: never move back, whoever writes at the same time")
    default void neverMoveBackAmongOthers() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            Cursors cursors = fixture.store().cursors();
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                long first = writer;
                writers.add(() -> {
                    for (long sequence = first; sequence < 100; sequence += 4) {
                        cursors.advance(Map.of(key(1, BOB), sequence));
                        assertThat(cursors.read(Set.of(key(1, BOB))).getOrDefault(key(1, BOB), -1L))
                                .isGreaterThanOrEqualTo(sequence);
                    }
                    return true;
                });
            }
            assertThat(Together.run(writers)).containsOnly(true);
            assertThat(cursors.read(Set.of(key(1, BOB)))).isEqualTo(Map.of(key(1, BOB), 99L));
        }
    }

    @Test
    @DisplayName("cursors: highest is the most advanced of the user's devices in each timeline that has one")
    default void highestOfTheDevices() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            Cursors cursors = fixture.store().cursors();
            cursors.advance(Map.of(key(1, BOB), 5L, key(2, BOB), 9L, key(1, CAROL), 0L));
            cursors.advance(Map.of(key(2, BOB), 4L));
            cursors.advance(Map.of(new CursorKey(new UserId("dave"), new DeviceId("device-1"), BOB), 100L));
            Timeline none = Timeline.inbox(new UserId("erin"));
            assertThat(cursors.highest(new UserId("bob"), Set.of(BOB, CAROL, none)))
                    .isEqualTo(Map.of(BOB, 9L, CAROL, 0L));
            assertThat(cursors.highest(new UserId("erin"), Set.of(BOB))).isEmpty();
        }
    }

    private static CursorKey key(int device, Timeline timeline) {
        return new CursorKey(new UserId("bob"), new DeviceId("device-" + device), timeline);
    }
}
