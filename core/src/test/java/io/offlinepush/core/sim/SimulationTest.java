package io.offlinepush.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.core.CapturedLogs;
import org.junit.jupiter.api.Test;

/**
 * Promises 2 to 5 and 8 against chance: for each seed a life of a chat server ({@link Simulation}), judged by what
 * phones, clients and traces saw ({@link History}, {@link Judge}), and by the clock ({@link Punctuality}).
 *
 * <p>The normal run has the same seeds each time; under {@code -Pfull} there are a hundred times as many, and others in
 * each run. Where they begin is printed. {@code -Dofflinepush.seed=…} begins elsewhere,
 * {@code -Dofflinepush.sim.seeds=5000} tries so many, {@code -Dofflinepush.case=4711} repeats one, to the last write
 * ({@link ReplayTest}).
 */
class SimulationTest {

    private static final boolean FULL = Boolean.getBoolean("offlinepush.full");
    private static final int SEEDS = Integer.getInteger("offlinepush.sim.seeds", FULL ? 200_000 : 2_000);

    /** Of fewer lives nothing is said by and large. */
    private static final int MANY = 1_000;

    private final Turns turns = new Turns();
    private long measured;
    private long written;

    @Test
    void noSeedBreaksAPromise() {
        Long alone = Long.getLong("offlinepush.case");
        if (alone != null) {
            check(alone);
            return;
        }
        long first = Long.getLong("offlinepush.seed", FULL ? System.currentTimeMillis() : 0);
        if (first != 0) {
            System.out.println("SimulationTest: " + SEEDS + " seeds from -Dofflinepush.seed=" + first);
        }
        for (long seed = first; seed < first + SEEDS; seed++) {
            check(seed);
        }
        if (SEEDS >= MANY) {
            // 8 to 2 among those that wait for one lane at the same time.
            assertThat(turns.shareOfHigh()).as("%s", turns).isGreaterThan(0.75);
            assertThat(measured)
                    .as(
                            "pushes whose time was measured and had no excuse, of %d: a judge that excuses"
                                    + " all sees nothing",
                            written)
                    .isGreaterThan(written / 20);
        }
    }

    private void check(long seed) {
        History life = lived(seed);
        assertThat(life.wrongs())
                .as("seed %d; to repeat it: %s", seed, command(seed))
                .isEmpty();
        turns.add(life.turns);
        measured += life.measured;
        written += life.writes.size();
    }

    private static History lived(long seed) {
        CapturedLogs.clear();
        try {
            return Simulation.lived(seed);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + "; to repeat it: " + command(seed), e);
        }
    }

    private static String command(long seed) {
        return "mvn -B -ntp -pl core -am test -Dtest=SimulationTest -Dofflinepush.case=" + seed
                + " -Dsurefire.failIfNoSpecifiedTests=false";
    }
}
