package io.offlinepush.core.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One message, one device: the append is committed, presence is read, the session nudged, the message acknowledged, the
 * acknowledgement time over, the push handed over, the device logged out. Every order of these that there is is lived
 * and judged; none is drawn by lot.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrdersTest {

    private static final Set<Step> SEVEN = EnumSet.range(Step.APPENDED, Step.LOGGED_OUT);

    /** Which of the engine's own steps are held besides the seven. */
    private static final List<Set<Step>> BETWEEN = List.of(
            EnumSet.of(Step.APPEND_ANSWERED, Step.ENTRY_READ),
            EnumSet.of(Step.LOOK_ANSWERED),
            EnumSet.of(Step.RECIPIENTS_READ),
            EnumSet.of(Step.CURSORS_READ),
            EnumSet.of(Step.BINDING_CLEARED),
            EnumSet.of(Step.CLEARING_ANSWERED),
            EnumSet.of(Step.VERDICT_GIVEN));

    /** Under {@code -Pfull} also these. */
    private static final List<Set<Step>> MORE = List.of(
            EnumSet.of(Step.LOOK_ANSWERED, Step.RECIPIENTS_READ),
            EnumSet.of(Step.RECIPIENTS_READ, Step.CLEARING_ANSWERED),
            EnumSet.of(Step.CURSORS_READ, Step.CLEARING_ANSWERED),
            EnumSet.of(Step.BINDING_CLEARED, Step.CLEARING_ANSWERED),
            EnumSet.of(Step.BINDING_CLEARED, Step.ENTRY_READ));

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterAll
    void stop() {
        threads.shutdownNow();
    }

    /**
     * The steps at their largest. Of the 5,040 orders of seven (120 of five for a device without a session, which
     * nobody nudges and which acknowledges nothing) those are lived that are possible by the {@link Rules}; and those
     * that end early, because something keeps a step from ever being possible: who acknowledged is not handed over.
     */
    @ParameterizedTest
    @CsvSource({
        "SESSION, 5040, 24, 93",
        "SESSION_AND_HOST_PRESENCE, 5040, 108, 159",
        "OFFLINE, 120, 10, 18",
        "OFFLINE_AND_HOST_PRESENCE, 120, 14, 21"
    })
    void everyOrderOfTheSeven(Kind kind, int permutations, int possible, int lived) {
        Set<Step> steps = EnumSet.copyOf(SEVEN);
        if (!kind.connected) {
            steps.removeAll(EnumSet.of(Step.NUDGED, Step.ACKNOWLEDGED));
        }
        List<List<Step>> orders = new Orders(kind, steps, false, threads, (before, now) -> {
                    for (Step step : SEVEN) {
                        assertThat(now.contains(step))
                                .as("%s: %s can follow %s", kind, step, before)
                                .isEqualTo(Rules.canFollow(kind, before, step));
                    }
                })
                .all();

        Set<List<Step>> known = new HashSet<>(orders);
        assertThat(known).as("each once").hasSize(orders.size()).hasSize(lived);
        List<List<Step>> all = permutations(List.of(), List.copyOf(steps));
        assertThat(all).hasSize(permutations);
        assertThat(all)
                .allSatisfy(order -> assertThat(known.contains(order))
                        .as("%s is lived if it is possible", order)
                        .isEqualTo(Rules.allow(kind, order)));
        assertThat(all.stream().filter(known::contains)).hasSize(possible);
    }

    /**
     * The same with steps of the engine's own between those: ports are held before they do their work, and again before
     * they answer, each time that they are called. All of them at once are too many orders to live (millions); these
     * are a few at a time.
     */
    @ParameterizedTest
    @CsvSource({
        "SESSION, 2500",
        "SESSION_AND_HOST_PRESENCE, 6500",
        "OFFLINE, 250",
        "OFFLINE_AND_HOST_PRESENCE, 400",
    })
    void everyOrderOfTheStepsBetween(Kind kind, int atLeast) {
        int lived = 0;
        List<Set<Step>> all = new ArrayList<>(BETWEEN);
        all.addAll(Boolean.getBoolean("offlinepush.full") ? MORE : List.of());
        for (Set<Step> between : all) {
            Set<Step> steps = EnumSet.copyOf(SEVEN);
            steps.addAll(between);
            lived += new Orders(kind, steps, true, threads, (before, now) -> {})
                    .all()
                    .size();
        }
        assertThat(lived).isGreaterThan(atLeast);
    }

    private static List<List<Step>> permutations(List<Step> begin, List<Step> rest) {
        if (rest.isEmpty()) {
            return List.of(List.copyOf(begin));
        }
        List<List<Step>> all = new ArrayList<>();
        for (Step step : rest) {
            List<Step> longer = new ArrayList<>(begin);
            longer.add(step);
            List<Step> fewer = new ArrayList<>(rest);
            fewer.remove(step);
            all.addAll(permutations(longer, fewer));
        }
        return all;
    }
}
