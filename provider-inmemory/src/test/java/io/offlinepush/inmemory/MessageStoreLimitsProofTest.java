package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.Timeline;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.testkit.MessageStoreContract;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the contract finds what it is there to find, where much is stored and where something is removed too
 * early; and that each rule has a test and a store that breaks it.
 */
class MessageStoreLimitsProofTest {

    private static final int RULES = 8;

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.assertFinds(rule, how, breakage);
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("retention", "a withdrawal goes before what it withdraws", WithdrawalsGoFirst::new),
                broken("count", "what was removed is counted still", CountsTheRemoved::new),
                broken("rule 8", "who comes to a large backlog is given a thousand parts", GreedyTakes::new),
                broken("rule 8", "a large backlog is counted to its end", CountsAll::new),
                broken("rule 8", "a page of a large timeline is a large page", LargePages::new),
                broken("rule 8", "of many dead parts all are listed", AllDead::new),
                broken("rule 8", "where much is old all of it is removed in one step", OneStep::new),
                broken("rule 8", "what has ended is held for ever", HoldsTheEnded::new));
    }

    @Test
    void eachRuleHasATestThatBearsItsNumberAndAStoreThatBreaksIt() {
        List<String> rules = IntStream.rangeClosed(1, RULES)
                .mapToObj(number -> "rule " + number)
                .toList();
        List<String> tested = Arrays.stream(MessageStoreContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(MessageStoreLimitsProofTest::ruleOf)
                .toList();
        List<String> broken = Stream.of(
                        MessageStoreContractProofTest.brokenStores(),
                        StoreLanesProofTest.brokenStores(),
                        StoreSplitsProofTest.brokenStores(),
                        StoreConversationsProofTest.brokenStores(),
                        StoreRetentionProofTest.brokenStores(),
                        brokenStores())
                .flatMap(stores -> stores)
                .map(store -> String.valueOf(store.get()[0]))
                .toList();

        assertThat(tested).containsAll(rules);
        assertThat(broken).containsAll(rules);
        assertThat(tested).as("each test is of a rule that a store here breaks").allMatch(broken::contains);
    }

    private static String ruleOf(Method test) {
        String name = Objects.requireNonNull(test.getAnnotation(DisplayName.class), test.getName())
                .value();
        return name.substring(0, name.indexOf(':'));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<MessageStore> breakage) {
        return arguments(rule, how, breakage);
    }

    /** A withdrawal owes nothing, and is removed like any other message that is old enough: the push is owed again. */
    private static final class WithdrawalsGoFirst extends ForwardingStore {

        private final Map<Timeline, Long> first = new ConcurrentHashMap<>();
        private final Map<Timeline, Instant> withdrawn = new ConcurrentHashMap<>();
        private final Set<Timeline> gone = ConcurrentHashMap.newKeySet();

        WithdrawalsGoFirst(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            List<AppendResult> results = super.append(me, entries);
            for (AppendResult result : results) {
                if (result instanceof AppendResult.Stored stored
                        && stored.timeline().kind() == Timeline.Kind.NOTIFICATION
                        && first.putIfAbsent(stored.timeline(), stored.sequence()) != null) {
                    withdrawn.put(stored.timeline(), stored.storedAt());
                }
            }
            return results;
        }

        @Override
        public int removeOlderThan(Duration age, int most) {
            Instant now = now();
            withdrawn.forEach((timeline, at) -> {
                if (!at.plus(age).isAfter(now)) {
                    gone.add(timeline);
                }
            });
            return super.removeOlderThan(age, most);
        }

        @Override
        public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
            Map<Timeline, Page> pages = new HashMap<>(super.read(after, limit));
            pages.replaceAll((timeline, page) -> new Page(
                    page.entries().stream()
                            .filter(entry -> !gone.contains(timeline) || isFirst(timeline, entry))
                            .toList(),
                    page.more()));
            return pages;
        }

        private boolean isFirst(Timeline timeline, StoredEntry entry) {
            return Objects.equals(first.get(timeline), entry.sequence());
        }

        @Override
        public Map<Timeline, Long> heads(Collection<Timeline> timelines) {
            Map<Timeline, Long> heads = new HashMap<>(super.heads(timelines));
            heads.replaceAll((timeline, head) ->
                    gone.contains(timeline) && head > 0 ? first.getOrDefault(timeline, head) : head);
            return heads;
        }
    }

    /** Counts what was ever appended. */
    private static final class CountsTheRemoved extends ForwardingStore {

        private long appended;

        CountsTheRemoved(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            List<AppendResult> results = super.append(me, entries);
            appended += results.stream()
                    .filter(AppendResult.Stored.class::isInstance)
                    .count();
            return results;
        }

        @Override
        public OptionalLong count() {
            return OptionalLong.of(appended);
        }
    }

    /** Does its work as it should where there is little, and otherwise where there is much. */
    private abstract static class WrongWithMuch extends ForwardingStore {

        static final int MUCH = 5_000;

        private int appended;

        WrongWithMuch(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            appended += entries.size();
            return super.append(me, entries);
        }

        boolean hasMuch() {
            return appended > MUCH;
        }
    }

    private static final class GreedyTakes extends WrongWithMuch {
        GreedyTakes(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            Map<String, Integer> other = new HashMap<>(request.lanes());
            other.replaceAll((lane, most) -> hasMuch() ? 1_000 : most);
            return super.claim(me, new ClaimRequest(hasMuch() ? 1_000 : request.most(), other, request.leastUrgent()));
        }
    }

    private static final class CountsAll extends WrongWithMuch {
        CountsAll(MessageStore to) {
            super(to);
        }

        @Override
        public Backlog backlog(int most) {
            return super.backlog(hasMuch() ? 1_000_000 : most);
        }
    }

    private static final class LargePages extends WrongWithMuch {
        LargePages(MessageStore to) {
            super(to);
        }

        @Override
        public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
            return super.read(after, hasMuch() ? 1_000 : limit);
        }
    }

    private static final class AllDead extends WrongWithMuch {
        AllDead(MessageStore to) {
            super(to);
        }

        @Override
        public List<DeadPart> dead(@Nullable PartId after, int limit) {
            return super.dead(after, hasMuch() ? 1_000 : limit);
        }
    }

    private static final class OneStep extends WrongWithMuch {
        OneStep(MessageStore to) {
            super(to);
        }

        @Override
        public int removeOlderThan(Duration age, int most) {
            return super.removeOlderThan(age, hasMuch() ? 10_000 : most);
        }
    }

    /** Goes through all that was ever held. */
    private static final class HoldsTheEnded extends WrongWithMuch {

        private final List<Part> ended = new ArrayList<>();

        HoldsTheEnded(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            if (hasMuch() && ended.isEmpty() && settlements.get(0) instanceof Settlement.Completed) {
                ended.addAll(allHeld(me));
            }
            return super.settle(me, settlements);
        }

        @Override
        public List<Part> held(NodeId me, @Nullable PartId after, int limit) {
            List<Part> held = new ArrayList<>(super.held(me, after, limit));
            if (after == null) {
                held.addAll(ended);
            }
            return held;
        }
    }
}
