package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds what it is there to find: each store here breaks one rule. */
class MessageStoreContractProofTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void findsNothingInTheUnbrokenStore() {
        StoreSubjectOfProof.breakage = ForwardingStore::new;
        assertThat(ContractRun.failuresOf(StoreSubjectOfProof.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.assertFinds(rule, how, breakage);
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("rule 1", "the time that is read is not the one returned", WrongTime::new),
                broken("rule 1", "a part does not say when it expires", WrongExpiry::new),
                broken("rule 2", "an entry appears after a later one has been read", LateEntries::new),
                broken("rule 2", "heads are one behind", LateHeads::new),
                broken("rule 3", "a conflict is taken for a repetition", NoConflicts::new),
                broken("rule 3", "a key is forgotten after an hour", ForgottenKeys::new),
                broken("rule 3", "a key is not looked for within its own batch", BlindBatches::new),
                broken("rule 4", "one bad entry fails its batch", FailingBatches::new),
                broken("rule 4", "a refused entry is left out of the results", ShortResults::new),
                broken("rule 5", "a lease never runs out", EndlessLeases::new),
                broken("rule 5", "a part is given to a second taker", TakenTwice::new),
                broken("rule 5", "any node settles for the holder", AnyNodeSettles::new),
                broken("rule 5", "what is to be tried later is tried at once", Impatient::new),
                broken("rule 5", "progress is lost", Forgetful::new),
                broken("rule 5", "the least urgent part goes first", LeastUrgentFirst::new),
                broken("rule 6", "what ended comes back", Undead::new),
                broken("rule 6", "an end is written down again", TracedTwice::new),
                broken("rule 7", "a message is written once more for each device", CopyForEachDevice::new),
                broken("trace", "the newest end comes first", BackwardsTrace::new),
                broken("numbers", "blocks overlap", OverlappingNumbers::new),
                broken("cursors", "a cursor moves back", BackwardsCursors::new),
                broken("find", "an expiry is made up", ExpiryForAll::new),
                broken("find", "a number is made up", AnyNumber::new),
                broken("namespaces", "there is but one", OneNamespace::new),
                broken("close", "reads go on after close", StillReading::new));
    }

    /** A store that says PROCESS and keeps nothing breaks many promises at once. */
    @Test
    void findsThatNothingSurvives() {
        StoreSubjectOfProof.breakage = LyingDurability::new;
        assertThat(ContractRun.failuresOf(StoreSubjectOfProof.class))
                .allSatisfy(name -> assertThat(name).contains("at the declared durability"))
                .extracting(name -> name.substring(0, name.indexOf(':')))
                .containsExactlyInAnyOrder("rule 1", "rule 2", "rule 5", "rule 5", "rule 6", "rule 6", "numbers");
    }

    private static Arguments broken(String rule, String how, UnaryOperator<MessageStore> breakage) {
        return arguments(rule, how, breakage);
    }

    private static final class ExpiryForAll extends ForwardingStore {
        ExpiryForAll(MessageStore to) {
            super(to);
        }

        @Override
        public Optional<FoundMessage> find(MessageId messageId) {
            return super.find(messageId)
                    .map(found -> new FoundMessage(
                            found.timeline(),
                            found.entry(),
                            found.entry().storedAt().plus(HOUR),
                            found.number()));
        }
    }

    private static final class AnyNumber extends ForwardingStore {
        AnyNumber(MessageStore to) {
            super(to);
        }

        @Override
        public Optional<FoundMessage> find(MessageId messageId) {
            return super.find(messageId)
                    .map(found -> new FoundMessage(found.timeline(), found.entry(), found.expiresAt(), 1));
        }
    }

    private static final class OneNamespace extends ForwardingStore {
        OneNamespace(MessageStore to) {
            super(to);
        }

        @Override
        public Optional<MessageStore> namespace(String name) {
            return Optional.of(this);
        }
    }

    private static final class WrongTime extends ForwardingStore {
        WrongTime(MessageStore to) {
            super(to);
        }

        @Override
        public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
            Map<Timeline, Page> pages = super.read(after, limit);
            pages.replaceAll((timeline, page) -> new Page(
                    page.entries().stream()
                            .map(entry -> new StoredEntry(
                                    entry.sequence(),
                                    entry.messageId(),
                                    entry.sender(),
                                    entry.storedAt().plusMillis(1),
                                    entry.body()))
                            .toList(),
                    page.more()));
            return pages;
        }
    }

    /** Only as it was appended; what is requeued expires as it should. */
    private static final class WrongExpiry extends ForwardingStore {
        WrongExpiry(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            List<AppendResult> results = super.append(me, entries);
            results.replaceAll(result -> result instanceof AppendResult.Stored stored
                    ? new AppendResult.Stored(
                            stored.messageId(),
                            stored.timeline(),
                            stored.sequence(),
                            stored.storedAt(),
                            withoutExpiry(stored.parts()))
                    : result);
            return results;
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            return withoutExpiry(super.claim(me, request));
        }

        @Override
        public List<Part> held(NodeId me, @Nullable PartId after, int limit) {
            return withoutExpiry(super.held(me, after, limit));
        }

        @Override
        public List<DeadPart> dead(@Nullable PartId after, int limit) {
            return super.dead(after, limit).stream()
                    .map(dead ->
                            new DeadPart(withoutExpiry(List.of(dead.part())).get(0), dead.reason(), dead.at()))
                    .toList();
        }

        private static List<Part> withoutExpiry(List<Part> parts) {
            return parts.stream()
                    .map(part -> part.expiresAt().equals(part.storedAt().plus(HOUR))
                            ? new Part(
                                    part.id(),
                                    part.messageId(),
                                    part.timeline(),
                                    part.sequence(),
                                    part.urgency(),
                                    part.storedAt(),
                                    part.storedAt(),
                                    part.lane(),
                                    part.scope(),
                                    part.body(),
                                    part.progress(),
                                    part.losses())
                            : part)
                    .toList();
        }
    }

    /**
     * Hides an entry until one behind it has been read; not in the short and long timelines that other rules are tested
     * with.
     */
    private static final class LateEntries extends ForwardingStore {

        private final Set<Long> hidden = new HashSet<>();

        LateEntries(MessageStore to) {
            super(to);
        }

        @Override
        public synchronized Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
            Map<Timeline, Page> pages = super.read(after, limit);
            pages.replaceAll((timeline, page) -> {
                List<StoredEntry> entries = new ArrayList<>(page.entries());
                int last = entries.size() - 1;
                if (timeline.kind() == Timeline.Kind.INBOX
                        && last > 0
                        && entries.get(last).sequence() > 25
                        && entries.get(last).sequence() < 1_000
                        && hidden.add(entries.get(last - 1).sequence())) {
                    entries.remove(last - 1);
                }
                return new Page(entries, page.more());
            });
            return pages;
        }
    }

    private static final class LateHeads extends ForwardingStore {
        LateHeads(MessageStore to) {
            super(to);
        }

        @Override
        public Map<Timeline, Long> heads(Collection<Timeline> timelines) {
            Map<Timeline, Long> heads = super.heads(timelines);
            heads.replaceAll((timeline, head) -> head > 1 ? head - 1 : head);
            return heads;
        }
    }

    private static final class NoConflicts extends ForwardingStore {
        NoConflicts(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            List<AppendResult> results = super.append(me, entries);
            results.replaceAll(result -> result instanceof AppendResult.Conflict conflict
                    ? new AppendResult.Repeated(
                            conflict.messageId(), entries.get(0).timeline(), 1, now())
                    : result);
            return results;
        }
    }

    private static final class ForgottenKeys extends ForwardingStore {

        ForgottenKeys(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            long hours = Duration.between(ManualRuntime.START, now()).dividedBy(HOUR);
            return super.append(
                    me,
                    entries.stream()
                            .map(entry -> withKey(entry, entry.clientMessageId() + "/" + hours))
                            .toList());
        }
    }

    private static final class BlindBatches extends ForwardingStore {
        BlindBatches(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            Set<String> seen = new HashSet<>();
            List<Entry> blind = new ArrayList<>();
            for (Entry entry : entries) {
                boolean first = seen.add(entry.clientMessageId());
                blind.add(first ? entry : withKey(entry, entry.clientMessageId() + "/" + blind.size()));
            }
            return super.append(me, blind);
        }
    }

    private static final class FailingBatches extends ForwardingStore {
        FailingBatches(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            List<AppendResult> results = super.append(me, entries);
            if (results.stream().anyMatch(AppendResult.Refused.class::isInstance)) {
                throw new IllegalStateException("a bad entry");
            }
            return results;
        }
    }

    private static final class ShortResults extends ForwardingStore {
        ShortResults(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            List<AppendResult> results = super.append(me, entries);
            results.removeIf(AppendResult.Refused.class::isInstance);
            return results;
        }
    }

    private static final class EndlessLeases extends ForwardingStore {
        EndlessLeases(MessageStore to) {
            super(to);
        }

        @Override
        public Instant join(NodeId me, Duration lease) {
            return super.join(me, Duration.ofDays(10_000));
        }
    }

    /** Gives what one took to the next; only to those who take by sevens, as several do at once in one test. */
    private static final class TakenTwice extends ForwardingStore {

        private List<Part> last = List.of();

        TakenTwice(MessageStore to) {
            super(to);
        }

        @Override
        public synchronized List<Part> claim(NodeId me, ClaimRequest request) {
            if (request.lanes().containsValue(7) && !last.isEmpty()) {
                List<Part> again = last;
                last = List.of();
                return again;
            }
            last = super.claim(me, request);
            return last;
        }
    }

    private static final class AnyNodeSettles extends ForwardingStore {
        AnyNodeSettles(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            Set<PartId> lost = new HashSet<>();
            for (Settlement settlement : settlements) {
                boolean settled = live().stream()
                        .anyMatch(
                                node -> super.settle(node, List.of(settlement)).isEmpty());
                if (!settled) {
                    lost.add(settlement.part());
                }
            }
            return lost;
        }
    }

    /** Where the wait is long; shorter ones are a matter of other rules too. */
    private static final class Impatient extends OtherSettlements {
        Impatient(MessageStore to) {
            super(to);
        }

        @Override
        Settlement other(Settlement settlement) {
            return settlement instanceof Settlement.Rescheduled again
                            && again.after().compareTo(Duration.ofDays(100)) > 0
                    ? new Settlement.Rescheduled(
                            again.part(), again.ends(), Duration.ZERO, again.lane(), again.progress())
                    : settlement;
        }
    }

    private static final class Forgetful extends OtherSettlements {
        Forgetful(MessageStore to) {
            super(to);
        }

        @Override
        Settlement other(Settlement settlement) {
            if (settlement instanceof Settlement.Rescheduled again) {
                return new Settlement.Rescheduled(again.part(), again.ends(), again.after(), again.lane(), Bytes.EMPTY);
            }
            return settlement instanceof Settlement.Checkpoint kept
                    ? new Settlement.Checkpoint(kept.part(), kept.ends(), Bytes.EMPTY)
                    : settlement;
        }
    }

    private static final class LeastUrgentFirst extends ForwardingStore {
        LeastUrgentFirst(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            List<Part> parts = super.claim(me, request);
            Collections.reverse(parts);
            return parts;
        }
    }

    /** Gives what a node ended to others once that node has left. */
    private static final class Undead extends ForwardingStore {

        private final Map<PartId, Part> ended = new HashMap<>();
        private final List<Part> undead = new ArrayList<>();

        Undead(MessageStore to) {
            super(to);
        }

        @Override
        public synchronized Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            List<Part> held = allHeld(me);
            for (Settlement settlement : settlements) {
                if (settlement instanceof Settlement.Completed || settlement instanceof Settlement.Dead) {
                    held.stream()
                            .filter(part -> part.id().equals(settlement.part()))
                            .forEach(part -> ended.put(part.id(), part));
                }
            }
            return super.settle(me, settlements);
        }

        @Override
        public synchronized void leave(NodeId me) {
            super.leave(me);
            undead.addAll(ended.values());
            ended.clear();
        }

        @Override
        public synchronized List<Part> claim(NodeId me, ClaimRequest request) {
            List<Part> taken = super.claim(me, request);
            taken.addAll(undead);
            undead.clear();
            return taken;
        }
    }

    private static final class TracedTwice extends ForwardingStore {

        private final Map<PartId, MessageId> owner = new ConcurrentHashMap<>();
        private final Set<MessageId> twice = ConcurrentHashMap.newKeySet();

        TracedTwice(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            allHeld(me).forEach(part -> owner.put(part.id(), part.messageId()));
            Set<PartId> lost = super.settle(me, settlements);
            lost.stream().filter(owner::containsKey).forEach(part -> twice.add(owner.get(part)));
            return lost;
        }

        @Override
        public List<SettledEnd> trace(MessageId messageId) {
            List<SettledEnd> ends = super.trace(messageId);
            if (twice.contains(messageId)) {
                ends.addAll(List.copyOf(ends));
            }
            return ends;
        }
    }

    private static final class CopyForEachDevice extends ForwardingStore {

        private final AtomicLong copies = new AtomicLong();

        CopyForEachDevice(MessageStore to) {
            super(to);
        }

        @Override
        public void advance(Map<CursorKey, Long> cursors) {
            super.advance(cursors);
            cursors.keySet().stream()
                    .filter(key -> key.device().value().startsWith("device-"))
                    .forEach(key -> {
                        String id = "copy-" + copies.incrementAndGet();
                        append(
                                new NodeId("copier"),
                                List.of(new Entry(
                                        key.timeline(),
                                        new MessageId(id),
                                        new UserId("copier"),
                                        id,
                                        Bytes.EMPTY,
                                        Bytes.EMPTY,
                                        List.of())));
                    });
        }
    }

    private static final class BackwardsTrace extends ForwardingStore {
        BackwardsTrace(MessageStore to) {
            super(to);
        }

        @Override
        public List<SettledEnd> trace(MessageId messageId) {
            List<SettledEnd> ends = super.trace(messageId);
            Collections.reverse(ends);
            return ends;
        }
    }

    /**
     * Hands the last number of a block out again, unless the block was of one or of many: those are what entries are
     * made with.
     */
    private static final class OverlappingNumbers extends ForwardingStore {
        OverlappingNumbers(MessageStore to) {
            super(to);
        }

        @Override
        public long numbers(int count) {
            return count == 1 || count >= 10_000 ? super.numbers(count) : super.numbers(count - 1);
        }
    }

    private static final class BackwardsCursors extends ForwardingStore {

        private final Map<CursorKey, Long> written = new HashMap<>();

        BackwardsCursors(MessageStore to) {
            super(to);
        }

        @Override
        public synchronized void advance(Map<CursorKey, Long> cursors) {
            super.advance(cursors);
            written.putAll(cursors);
        }

        @Override
        public synchronized Map<CursorKey, Long> read(Collection<CursorKey> keys) {
            Map<CursorKey, Long> found = new LinkedHashMap<>(super.read(keys));
            found.replaceAll((key, sequence) -> written.getOrDefault(key, sequence));
            return found;
        }
    }

    private static final class StillReading extends ForwardingStore {
        StillReading(MessageStore to) {
            super(to);
        }

        @Override
        public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
            try {
                return super.read(after, limit);
            } catch (IllegalStateException e) {
                return Map.of();
            }
        }
    }

    private static final class LyingDurability extends ForwardingStore {
        LyingDurability(MessageStore to) {
            super(to);
        }

        @Override
        public Durability durability() {
            return Durability.PROCESS;
        }
    }

    private static Entry withKey(Entry entry, String clientMessageId) {
        return new Entry(
                entry.timeline(),
                entry.messageId(),
                entry.sender(),
                clientMessageId,
                entry.fingerprint(),
                entry.body(),
                entry.owes(),
                entry.claimed());
    }
}
