package io.offlinepush.core.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.core.CapturedLogs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lives every life: at each moment one of the steps that are possible then happens, and then the same from the start
 * with another one, until there is none left to try. A life that is lived again up to a moment has the same steps to
 * choose from.
 */
final class Orders {

    private final Kind kind;
    private final Set<Step> shut;
    private final boolean everyTime;
    private final Executor threads;
    private final BiConsumer<List<Step>, Set<Step>> onChoice;

    /** One that was lived to its end, and what could have happened instead at each moment. */
    private record Lived(List<Step> order, List<Set<Step>> choices) {}

    /**
     * Orders of these steps.
     *
     * @param everyTime whether a step may happen again
     * @param onChoice told at each moment what has happened and what is possible now
     */
    Orders(Kind kind, Set<Step> shut, boolean everyTime, Executor threads, BiConsumer<List<Step>, Set<Step>> onChoice) {
        this.kind = kind;
        this.shut = shut;
        this.everyTime = everyTime;
        this.threads = threads;
        this.onChoice = onChoice;
    }

    /** Every order, each of which was judged. */
    List<List<Step>> all() {
        List<List<Step>> orders = new ArrayList<>();
        List<Step> begin = List.of();
        while (begin != null) {
            Lived lived = live(begin);
            orders.add(lived.order);
            begin = next(lived);
        }
        return orders;
    }

    private Lived live(List<Step> begin) {
        CapturedLogs.clear();
        Life life = new Life(kind, shut, everyTime, threads);
        List<Step> order = new ArrayList<>();
        List<Set<Step>> choices = new ArrayList<>();
        for (Set<Step> possible = life.possible(); !possible.isEmpty(); possible = life.possible()) {
            onChoice.accept(order, possible);
            Step step = order.size() < begin.size()
                    ? begin.get(order.size())
                    : possible.iterator().next();
            assertThat(possible)
                    .as("%s after %s, as it was before", kind, order)
                    .contains(step);
            order.add(step);
            choices.add(possible);
            life.happen(step);
        }
        life.end();
        assertThat(Judge.wrongs(kind, order, life)).as("%s: %s", kind, order).isEmpty();
        life.close();
        assertThat(CapturedLogs.thrown()).as("%s: %s", kind, order).isEmpty();
        return new Lived(order, choices);
    }

    /**
     * The same up to the last moment at which something else was possible that was not tried; null if there is none.
     */
    private static @Nullable List<Step> next(Lived lived) {
        for (int i = lived.order.size() - 1; i >= 0; i--) {
            Step tried = lived.order.get(i);
            EnumSet<Step> untried = EnumSet.copyOf(lived.choices.get(i));
            untried.removeIf(step -> step.compareTo(tried) <= 0);
            if (!untried.isEmpty()) {
                List<Step> begin = new ArrayList<>(lived.order.subList(0, i));
                begin.add(untried.iterator().next());
                return begin;
            }
        }
        return null;
    }
}
