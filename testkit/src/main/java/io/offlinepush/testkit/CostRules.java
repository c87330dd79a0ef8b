package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static io.offlinepush.testkit.StoreFixture.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Rule 8, as far as it shows without a clock: whatever is stored, owed or ended, an operation hands over what was asked
 * for, and no more goes on behind it. How long it takes must be measured.
 */
public interface CostRules extends StoreSubject {

    /** So many that a store which goes through all of them at a time is not one to put in front of users. */
    int MANY = 10_000;

    /** The most that one call takes. */
    int BATCH = 1_000;

    @Test
    @DisplayName("rule 8: of a large backlog a node takes as many parts as it has room for, and holds no others")
    default void takesNoMoreThanAskedFor() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            owe(fixture, fixture.stranger(), MANY, lease());
            assertThat(fixture.claimParts(node, "", 7)).hasSize(7);
            assertThat(fixture.held(node)).hasSize(7);
            assertThat(fixture.depth()).isEqualTo(MANY);
            assertThat(fixture.store().outbox().backlog(100).owed()).isEqualTo(100);
            passTime(lease());
            assertThat(fixture.claimExpired(node, 5)).hasSize(5);
            assertThat(fixture.held(node)).hasSize(12);
        }
    }

    @Test
    @DisplayName("rule 8: of a large timeline as many entries are read as were asked for, wherever the reader is")
    default void readsNoMoreThanAskedFor() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            owe(fixture, fixture.stranger(), MANY, Duration.ofHours(1));
            fixture.stored(fixture.stranger(), fixture.message(CAROL));
            long head = fixture.head(BOB);
            for (long after : new long[] {0, head / 2, head - 20}) {
                Map<Timeline, Page> pages = fixture.store().read(Map.of(BOB, after, CAROL, 0L), 9);
                assertThat(pages).containsOnlyKeys(BOB, CAROL);
                pages.forEach((timeline, page) -> assertThat(page.entries()).hasSize(timeline.equals(BOB) ? 9 : 1));
            }
        }
    }

    @Test
    @DisplayName("rule 8: what has ended is in nobody's way, however much it is")
    default void endedIsInNobodysWay() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Part> ended = owe(fixture, node, MANY, Duration.ofHours(1));
            settleAll(fixture, node, ended, part -> new Settlement.Completed(part.id(), StoreFixture.ACCEPTED));
            assertThat(fixture.depth()).isZero();
            Part open = fixture.part(node);
            assertThat(fixture.held(node)).containsExactly(open.id());
            fixture.release(node, open, "");
            assertThat(fixture.claim(node)).containsExactly(open.id());
            assertThat(fixture.store().outbox().trace(ended.get(MANY / 2).messageId()))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("rule 8: of many dead parts a page has as many as were asked for, and a requeue those that it names")
    default void listsNoMoreThanAskedFor() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Part> dead = owe(fixture, node, MANY, Duration.ofHours(1));
            settleAll(
                    fixture,
                    node,
                    dead,
                    part -> new Settlement.Dead(part.id(), StoreFixture.ACCEPTED, EndReason.REJECTED, PROGRESS));
            Outbox outbox = fixture.store().outbox();
            assertThat(outbox.dead(null, 10)).hasSize(10);
            assertThat(outbox.dead(dead.get(MANY / 2).id(), 10)).hasSize(10);
            outbox.requeue(List.of(dead.get(0).id()), Duration.ofHours(1));
            assertThat(fixture.depth()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("rule 8: a step of retention removes as many messages as it may, and leaves the others for the next")
    default void removesNoMoreThanAskedFor() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Part> ended = owe(fixture, node, MANY, Duration.ofHours(1));
            settleAll(fixture, node, ended, part -> new Settlement.Completed(part.id(), StoreFixture.ACCEPTED));
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), BATCH)).isEqualTo(BATCH);
            assertThat(fixture.read(BOB)).hasSize(MANY - BATCH);
        }
    }

    /** Appends so many messages that owe a push: the parts, if the node is live. */
    private static List<Part> owe(StoreFixture fixture, NodeId node, int count, Duration expireAfter) {
        long number = fixture.numbers(count);
        List<Part> parts = new ArrayList<>();
        for (int done = 0; done < count; done += BATCH) {
            List<Entry> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(fixture.owing(
                        BOB, new OwedPush(number++, Urgency.MEDIUM, expireAfter, "", StoreFixture.bytes("push"))));
            }
            fixture.store()
                    .append(node, batch)
                    .forEach(result -> parts.addAll(StoreFixture.stored(result).parts()));
        }
        return parts;
    }

    private static void settleAll(StoreFixture fixture, NodeId node, List<Part> parts, Function<Part, Settlement> how) {
        for (int from = 0; from < parts.size(); from += BATCH) {
            List<Settlement> batch =
                    parts.subList(from, from + BATCH).stream().map(how).toList();
            assertThat(fixture.store().outbox().settle(node, batch)).isEmpty();
        }
    }
}
