package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Superseded;
import io.offlinepush.spi.Urgency;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the contract finds what it is there to find, for lanes, splits, dead parts, conversations and retention:
 * each store here breaks one rule.
 */
class MessageStoreGroupsProofTest {

    private static final int LARGE_STEP = 1_000;

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.breakage = breakage;
        assertThat(ContractRun.failuresOf(StoreSubjectOfProof.class))
                .as("tests that fail if " + how)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith(rule + ":"));
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("rule 2", "a timeline that was emptied begins again", BeginsAgain::new),
                broken("rule 5", "a lane that nobody named is taken from", AnyLane::new),
                broken("rule 5", "a lane uses the number of another", SharedNumber::new),
                broken("rule 5", "more is claimed than was asked for in all", MoreInAll::new),
                broken("rule 5", "one lane is served before the others", FirstLaneFirst::new),
                broken("rule 5", "a node claims what it was to leave unclaimed", AlwaysClaimed::new),
                broken("rule 5", "a page of held parts begins with the last of the one before", OverlappingHeld::new),
                broken("backlog", "what is claimed or not due counts as neglected", OldestOfAll::new),
                broken("rule 5", "messages take the places of calls", AnyUrgency::new),
                broken("rule 5", "a part that is tried again stays in its lane", SameLane::new),
                broken("rule 5", "what has expired is left to whoever serves its lane", NeverExpired::new),
                broken("rule 5", "the progress of a split is written without its parts", HalfASplit::new),
                broken("rule 5", "the parts of a split are unclaimed", FreeChildren::new),
                broken("rule 5", "a used index is passed over in silence", SilentRefusal::new),
                broken("rule 5", "what stands beside a refused split is written", HalfABatch::new),
                broken("rule 6", "a part outlives its last page", EndlessParent::new),
                broken("rule 6", "the last to die is listed first", LastDeadFirst::new),
                broken("rule 6", "a page of dead parts begins with the last of the one before", OverlappingPages::new),
                broken("rule 6", "a requeued part expires as it would have", OldExpiry::new),
                broken("rule 6", "a part is requeued a second time", RequeuedTwice::new),
                broken("rule 7", "a group's message is written for a member too", CopyForAMember::new),
                broken("superseded", "a newer message without a push stands for others", AnyNewerMessage::new),
                broken("superseded", "a timeline is a conversation", TimelineTogether::new),
                broken("superseded", "the newest of a timeline is the newest of a conversation", TimelinesApart::new),
                broken("superseded", "who sent what is newer is not said", NobodyNamed::new),
                broken("superseded", "the next one's sender stands for all that is newer", NextSpeaksForAll::new),
                broken("retention", "a step removes more than it may", GreedySteps::new),
                broken("retention", "a step says too early that there is nothing more", SilentSteps::new),
                broken("retention", "any age is taken", AnyAge::new),
                broken("retention", "cursors go with the messages", CursorsGo::new),
                broken("retention", "cursors of notifications stay", CursorsOfNotificationsStay::new),
                broken("rule 3", "the host's key is a client's", HostIsAlice::new),
                broken("forget", "nothing is forgotten", RemembersAll::new),
                broken("forget", "cursors stay", CursorsStay::new));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<MessageStore> breakage) {
        return arguments(rule, how, breakage);
    }

    /** Says 1 of whatever is the first in Carol's inbox. */
    private static final class BeginsAgain extends ForwardingStore {
        BeginsAgain(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            Map<Timeline, Long> heads =
                    heads(entries.stream().map(Entry::timeline).toList());
            List<AppendResult> results = super.append(me, entries);
            results.replaceAll(result -> {
                if (result instanceof AppendResult.Stored stored
                        && stored.timeline().id().equals("carol")
                        && heads.getOrDefault(stored.timeline(), 0L) == 0) {
                    return new AppendResult.Stored(
                            stored.messageId(), stored.timeline(), 1, stored.storedAt(), stored.parts());
                }
                return result;
            });
            return results;
        }
    }

    private abstract static class OtherClaims extends ForwardingStore {
        OtherClaims(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            return super.claim(me, other(request));
        }

        abstract ClaimRequest other(ClaimRequest request);
    }

    /** Claims from every lane for a lane that is not there. */
    private static final class AnyLane extends OtherClaims {
        AnyLane(MessageStore to) {
            super(to);
        }

        @Override
        ClaimRequest other(ClaimRequest request) {
            return request.lanes().containsKey("another/app")
                    ? new ClaimRequest(
                            request.most(),
                            Map.of("", 10, "harmonyos/com.example.chat", 10, "harmonyos/com.example.call", 10),
                            request.leastUrgent())
                    : request;
        }
    }

    private static final class AnyUrgency extends OtherClaims {
        AnyUrgency(MessageStore to) {
            super(to);
        }

        @Override
        ClaimRequest other(ClaimRequest request) {
            return new ClaimRequest(request.most(), request.lanes(), Urgency.LOW);
        }
    }

    private static final class SharedNumber extends OtherClaims {
        SharedNumber(MessageStore to) {
            super(to);
        }

        @Override
        ClaimRequest other(ClaimRequest request) {
            Map<String, Integer> shared = new LinkedHashMap<>(request.lanes());
            shared.replaceAll((lane, unused) -> Collections.max(request.lanes().values()));
            return new ClaimRequest(request.most(), shared, request.leastUrgent());
        }
    }

    /** Claims as much of each lane as the request has in all. */
    private static final class MoreInAll extends ForwardingStore {
        MoreInAll(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            List<Part> claimed = new ArrayList<>(super.claim(me, request));
            if (request.lanes().size() > 1 && claimed.size() == request.most()) {
                claimed.addAll(super.claim(me, request));
            }
            return claimed;
        }
    }

    /** Serves the lanes one after the other, in the order of their names. */
    private static final class FirstLaneFirst extends ForwardingStore {
        FirstLaneFirst(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            List<Part> claimed = new ArrayList<>();
            for (String lane : new TreeSet<>(request.lanes().keySet())) {
                int left = request.most() - claimed.size();
                if (left > 0) {
                    claimed.addAll(super.claim(
                            me,
                            new ClaimRequest(left, Map.of(lane, request.lanes().get(lane)), request.leastUrgent())));
                }
            }
            return request.lanes().isEmpty() ? super.claim(me, request) : claimed;
        }
    }

    /** Claims for the node all that it appends. */
    private static final class AlwaysClaimed extends ForwardingStore {
        AlwaysClaimed(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            return super.append(
                    me,
                    entries.stream()
                            .map(entry -> new Entry(
                                    entry.timeline(),
                                    entry.messageId(),
                                    entry.sender(),
                                    entry.clientMessageId(),
                                    entry.fingerprint(),
                                    entry.body(),
                                    entry.owes()))
                            .toList());
        }
    }

    /** Gives a page that begins with the last part of the one before. */
    private static final class OverlappingHeld extends ForwardingStore {
        OverlappingHeld(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> held(NodeId me, @Nullable PartId after, int limit) {
            return super.held(me, after == null ? null : new PartId(after.number(), after.index() - 1), limit);
        }
    }

    /** Says that what waits for its time, or is claimed, is as old as what nobody works on. */
    private static final class OldestOfAll extends ForwardingStore {
        OldestOfAll(MessageStore to) {
            super(to);
        }

        @Override
        public Backlog backlog(int most) {
            Backlog backlog = super.backlog(most);
            return backlog.owed() == 0 ? backlog : new Backlog(backlog.owed(), ManualRuntime.START);
        }
    }

    private abstract static class OtherSettlements extends ForwardingStore {
        OtherSettlements(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            return super.settle(me, settlements.stream().map(this::other).toList());
        }

        abstract Settlement other(Settlement settlement);
    }

    private static final class SameLane extends OtherSettlements {

        private final Map<PartId, String> lanes = new ConcurrentHashMap<>();

        SameLane(MessageStore to) {
            super(to);
        }

        @Override
        Settlement other(Settlement settlement) {
            if (settlement instanceof Settlement.Rescheduled again
                    && !again.lane().isEmpty()) {
                String first = lanes.computeIfAbsent(again.part(), unused -> again.lane());
                return new Settlement.Rescheduled(again.part(), again.ends(), again.after(), first, again.progress());
            }
            return settlement;
        }
    }

    /** Only for those who ask for two at a time. */
    private static final class NeverExpired extends ForwardingStore {
        NeverExpired(MessageStore to) {
            super(to);
        }

        @Override
        public List<Part> claim(NodeId me, ClaimRequest request) {
            return request.lanes().isEmpty() && request.most() == 2 ? List.of() : super.claim(me, request);
        }
    }

    /** Of a part with index 7, which one test asks for. */
    private static boolean makesASeventh(Settlement settlement) {
        return settlement instanceof Settlement.Split split
                && split.parts().stream().anyMatch(part -> part.index() == 7);
    }

    private static final class HalfASplit extends OtherSettlements {
        HalfASplit(MessageStore to) {
            super(to);
        }

        @Override
        Settlement other(Settlement settlement) {
            return settlement instanceof Settlement.Split split && makesASeventh(split)
                    ? new Settlement.Checkpoint(split.part(), split.ends(), split.progress())
                    : settlement;
        }
    }

    private static final class FreeChildren extends ForwardingStore {
        FreeChildren(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            Set<PartId> lost = super.settle(me, settlements);
            for (Settlement settlement : settlements) {
                if (settlement instanceof Settlement.Split split && makesASeventh(split)) {
                    split.parts()
                            .forEach(part -> super.settle(
                                    me,
                                    List.of(new Settlement.Rescheduled(
                                            new PartId(split.part().number(), part.index()),
                                            Settlement.Ends.NONE,
                                            Duration.ZERO,
                                            part.lane(),
                                            Bytes.EMPTY))));
                }
            }
            return lost;
        }
    }

    /** Where it stands beside another. */
    private static final class SilentRefusal extends ForwardingStore {
        SilentRefusal(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            try {
                return super.settle(me, settlements);
            } catch (IllegalArgumentException e) {
                if (settlements.size() == 2) {
                    return Set.of();
                }
                throw e;
            }
        }
    }

    private static final class HalfABatch extends ForwardingStore {
        HalfABatch(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
            Set<PartId> lost = new HashSet<>();
            for (Settlement settlement : settlements) {
                lost.addAll(super.settle(me, List.of(settlement)));
            }
            return lost;
        }
    }

    private static final class EndlessParent extends OtherSettlements {
        EndlessParent(MessageStore to) {
            super(to);
        }

        @Override
        Settlement other(Settlement settlement) {
            return settlement instanceof Settlement.Split split
                    ? new Settlement.Split(split.part(), split.ends(), split.progress(), split.parts(), false)
                    : settlement;
        }
    }

    private static final class LastDeadFirst extends ForwardingStore {
        LastDeadFirst(MessageStore to) {
            super(to);
        }

        @Override
        public List<DeadPart> dead(@Nullable PartId after, int limit) {
            List<DeadPart> page = new ArrayList<>(super.dead(after, limit));
            Collections.reverse(page);
            return page;
        }
    }

    private static final class OverlappingPages extends ForwardingStore {
        OverlappingPages(MessageStore to) {
            super(to);
        }

        @Override
        public List<DeadPart> dead(@Nullable PartId after, int limit) {
            return super.dead(after == null ? null : new PartId(after.number(), after.index() - 1), limit);
        }
    }

    private static final class OldExpiry extends ForwardingStore {
        OldExpiry(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> requeue(Collection<PartId> parts, Duration expireAfter) {
            return super.requeue(parts, Duration.ofNanos(1));
        }
    }

    private static final class RequeuedTwice extends ForwardingStore {

        private final Set<PartId> once = ConcurrentHashMap.newKeySet();

        RequeuedTwice(MessageStore to) {
            super(to);
        }

        @Override
        public Set<PartId> requeue(Collection<PartId> parts, Duration expireAfter) {
            Set<PartId> requeued = new HashSet<>(super.requeue(parts, expireAfter));
            parts.stream().filter(once::contains).forEach(requeued::add);
            once.addAll(requeued);
            return requeued;
        }
    }

    private static final class CopyForAMember extends ForwardingStore {
        CopyForAMember(MessageStore to) {
            super(to);
        }

        @Override
        public void advance(Map<CursorKey, Long> cursors) {
            super.advance(cursors);
            cursors.forEach((key, sequence) -> {
                if (key.user().value().equals("member-1")) {
                    String copy = "copy-" + sequence;
                    append(
                            new NodeId("copier"),
                            List.of(new Entry(
                                    Timeline.inbox(key.user()),
                                    new MessageId(copy),
                                    new UserId("copier"),
                                    copy,
                                    Bytes.EMPTY,
                                    Bytes.EMPTY,
                                    List.of())));
                }
            });
        }
    }

    /** The parts that some node holds. */
    private static Stream<Part> heldParts(ForwardingStore store, Collection<PartId> ids) {
        return store.live().stream()
                .flatMap(node -> store.allHeld(node).stream())
                .filter(part -> ids.contains(part.id()));
    }

    private static final class AnyNewerMessage extends ForwardingStore {
        AnyNewerMessage(MessageStore to) {
            super(to);
        }

        @Override
        public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
            Map<PartId, Superseded> found = new HashMap<>(super.superseded(parts));
            heldParts(this, parts)
                    .filter(part ->
                            part.sequence() < heads(List.of(part.timeline())).getOrDefault(part.timeline(), 0L))
                    .forEach(part -> found.put(part.id(), new Superseded(null)));
            return found;
        }
    }

    private static final class TimelineTogether extends ForwardingStore {
        TimelineTogether(MessageStore to) {
            super(to);
        }

        @Override
        public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
            Map<PartId, Superseded> found = new HashMap<>(super.superseded(parts));
            List<Part> held = heldParts(this, parts).toList();
            for (Part part : held) {
                if (held.stream()
                        .anyMatch(other ->
                                other.timeline().equals(part.timeline()) && other.sequence() > part.sequence())) {
                    found.put(part.id(), new Superseded(null));
                }
            }
            return found;
        }
    }

    /** Asks for the parts of each timeline on their own: the newest there passes for the newest of all. */
    private static final class TimelinesApart extends ForwardingStore {
        TimelinesApart(MessageStore to) {
            super(to);
        }

        @Override
        public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
            Map<PartId, Superseded> found = new HashMap<>(super.superseded(parts));
            List<Part> held = heldParts(this, parts).toList();
            held.stream()
                    .filter(part -> held.stream()
                            .noneMatch(other ->
                                    other.timeline().equals(part.timeline()) && other.sequence() > part.sequence()))
                    .forEach(part -> found.remove(part.id()));
            return found;
        }
    }

    private static final class NobodyNamed extends ForwardingStore {
        NobodyNamed(MessageStore to) {
            super(to);
        }

        @Override
        public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
            Map<PartId, Superseded> found = new HashMap<>(super.superseded(parts));
            found.replaceAll((part, newer) -> new Superseded(null));
            return found;
        }
    }

    /** Names who sent the one behind a part for all that is newer. */
    private static final class NextSpeaksForAll extends ForwardingStore {
        NextSpeaksForAll(MessageStore to) {
            super(to);
        }

        @Override
        public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
            Map<PartId, Superseded> found = new HashMap<>(super.superseded(parts));
            heldParts(this, found.keySet())
                    .forEach(part -> read(Map.of(part.timeline(), part.sequence()), 1)
                            .values()
                            .forEach(page -> page.entries()
                                    .forEach(next -> found.put(part.id(), new Superseded(next.sender())))));
            return found;
        }
    }

    /** In small steps; large ones are another rule's. */
    private static final class GreedySteps extends ForwardingStore {
        GreedySteps(MessageStore to) {
            super(to);
        }

        @Override
        public int removeOlderThan(Duration age, int most) {
            int removed = super.removeOlderThan(age, most);
            if (most < LARGE_STEP) {
                super.removeOlderThan(age, most);
            }
            return removed;
        }
    }

    /** In small steps; large ones are another rule's. */
    private static final class SilentSteps extends ForwardingStore {
        SilentSteps(MessageStore to) {
            super(to);
        }

        @Override
        public int removeOlderThan(Duration age, int most) {
            int removed = super.removeOlderThan(age, most);
            return removed == most && most < LARGE_STEP ? removed - 1 : removed;
        }
    }

    private static final class AnyAge extends ForwardingStore {
        AnyAge(MessageStore to) {
            super(to);
        }

        @Override
        public int removeOlderThan(Duration age, int most) {
            try {
                return super.removeOlderThan(age, most);
            } catch (IllegalArgumentException e) {
                return 0;
            }
        }
    }

    private static final class CursorsGo extends ForwardingStore {

        private final Set<UserId> users = ConcurrentHashMap.newKeySet();

        CursorsGo(MessageStore to) {
            super(to);
        }

        @Override
        public void advance(Map<CursorKey, Long> cursors) {
            super.advance(cursors);
            cursors.keySet().forEach(key -> users.add(key.user()));
        }

        @Override
        public int removeOlderThan(Duration age, int most) {
            int removed = super.removeOlderThan(age, most);
            users.forEach(super::forget);
            return removed;
        }
    }

    /** Remembers what was ever written in the timeline of a notification. */
    private static final class CursorsOfNotificationsStay extends ForwardingStore {

        private final Map<CursorKey, Long> written = new ConcurrentHashMap<>();

        CursorsOfNotificationsStay(MessageStore to) {
            super(to);
        }

        @Override
        public void advance(Map<CursorKey, Long> cursors) {
            super.advance(cursors);
            cursors.forEach((key, sequence) -> {
                if (key.timeline().kind() == Timeline.Kind.NOTIFICATION) {
                    written.put(key, sequence);
                }
            });
        }

        @Override
        public Map<CursorKey, Long> read(Collection<CursorKey> keys) {
            Map<CursorKey, Long> found = new HashMap<>(super.read(keys));
            written.forEach((key, sequence) -> {
                if (keys.contains(key)) {
                    found.put(key, sequence);
                }
            });
            return found;
        }
    }

    /**
     * Keeps what the host itself sends under a client's name; in inboxes, since who sent what to a group is a matter of
     * other rules too.
     */
    private static final class HostIsAlice extends ForwardingStore {
        HostIsAlice(MessageStore to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(NodeId me, List<Entry> entries) {
            return super.append(
                    me,
                    entries.stream()
                            .map(entry -> new Entry(
                                    entry.timeline(),
                                    entry.messageId(),
                                    entry.sender() == null && entry.timeline().kind() == Timeline.Kind.INBOX
                                            ? new UserId("alice")
                                            : entry.sender(),
                                    entry.clientMessageId(),
                                    entry.fingerprint(),
                                    entry.body(),
                                    entry.owes(),
                                    entry.claimed()))
                            .toList());
        }
    }

    private static final class RemembersAll extends ForwardingStore {
        RemembersAll(MessageStore to) {
            super(to);
        }

        @Override
        public void forget(UserId user) {
            now();
        }
    }

    private static final class CursorsStay extends ForwardingStore {

        private final Map<CursorKey, Long> written = new ConcurrentHashMap<>();

        CursorsStay(MessageStore to) {
            super(to);
        }

        @Override
        public void advance(Map<CursorKey, Long> cursors) {
            super.advance(cursors);
            written.putAll(cursors);
        }

        @Override
        public void forget(UserId user) {
            super.forget(user);
            super.advance(written);
        }
    }
}
