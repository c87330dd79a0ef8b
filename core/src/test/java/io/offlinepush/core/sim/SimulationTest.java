package io.offlinepush.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.core.CapturedLogs;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Promises 2 to 5 against chance: for each seed a life of a chat server ({@link Simulation}), judged by what phones, clients
 * and traces saw ({@link History}, {@link Judge}).
 *
 * <p>{@code -Dofflinepush.sim.seeds=200000} tries so many; {@code -Dofflinepush.sim.seed=4711} repeats one, to the
 * last write ({@link ReplayTest}).
 */
class SimulationTest {

    /** Under {@code -Pfull} a hundred times as many. */
    private static final int SEEDS =
            Integer.getInteger("offlinepush.sim.seeds", Boolean.getBoolean("offlinepush.full") ? 200_000 : 2_000);

    @Test
    void noSeedBreaksAPromise() {
        Long only = Long.getLong("offlinepush.sim.seed");
        if (only == null) {
            for (long seed = 0; seed < SEEDS; seed++) {
                check(seed);
            }
        } else {
            check(only);
        }
    }

    private static void check(long seed) {
        assertThat(wrongs(seed))
                .as("seed %d; to repeat it: %s", seed, command(seed))
                .isEmpty();
    }

    private static List<String> wrongs(long seed) {
        CapturedLogs.clear();
        try {
            return Simulation.run(seed);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + "; to repeat it: " + command(seed), e);
        }
    }

    private static String command(long seed) {
        return "mvn -B -ntp -pl core -am test -Dtest=SimulationTest -Dofflinepush.sim.seed=" + seed
                + " -Dsurefire.failIfNoSpecifiedTests=false";
    }
}
