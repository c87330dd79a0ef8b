package io.offlinepush.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.core.CapturedLogs;
import org.junit.jupiter.api.Test;

/** A seed is a whole life: whoever lives it again sees the same, to the last write and verdict. */
class ReplayTest {

    private static final int SEEDS = 40;

    @Test
    void theSameSeedGivesTheSameHistory() {
        for (long seed = 0; seed < SEEDS; seed++) {
            String once = text(seed);
            assertThat(once).as("seed %d", seed).isNotEmpty();
            assertThat(text(seed)).as("seed %d", seed).isEqualTo(once);
        }
    }

    private static String text(long seed) {
        CapturedLogs.clear();
        return Simulation.lived(seed).text();
    }
}
