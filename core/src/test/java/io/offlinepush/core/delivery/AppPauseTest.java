package io.offlinepush.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a lane asks again whether the vendor takes an app. */
class AppPauseTest {

    private final AppPause pause = new AppPause();

    @Test
    void oneRequestAtATimeLooksWhetherItIsOver_withGrowingPauses() {
        assertThat(pause.lets(0, 999)).isTrue();
        assertThat(pause.refused(0)).as("news").isTrue();
        assertThat(pause.refused(1)).as("of what was under way nothing is news").isFalse();

        assertThat(pause.lets(millis(999), 0)).isFalse();
        assertThat(pause.lets(millis(1_000), 1)).as("one at a time").isFalse();
        assertThat(pause.lets(millis(1_000), 0)).isTrue();

        assertThat(pause.refused(millis(1_000))).isFalse();
        assertThat(pause.left(millis(1_000))).isEqualTo(Duration.ofSeconds(2));
        assertThat(pause.lets(millis(2_999), 0)).isFalse();
        assertThat(pause.lets(millis(3_000), 0)).isTrue();
    }

    @Test
    void theLongestPauseIsFiveMinutes_andAnAnswerEndsIt() {
        long now = 0;
        for (int i = 0; i < 40; i++) {
            pause.refused(now);
            now += pause.left(now).toNanos();
        }
        pause.refused(now);
        assertThat(pause.left(now)).isEqualTo(Duration.ofMinutes(5));

        pause.over();

        assertThat(pause.isPaused()).isFalse();
        assertThat(pause.lets(now, 999)).isTrue();
        assertThat(pause.refused(now)).as("news again").isTrue();
        assertThat(pause.left(now)).isEqualTo(Duration.ofSeconds(1));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
