package io.offlinepush.inmemory;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Urgency;
import io.offlinepush.testkit.ManualRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the contract finds a broken rule about claims from lanes, backlog and reschedules: each store here breaks
 * one.
 */
class StoreLanesProofTest {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.assertFinds(rule, how, breakage);
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("rule 5", "a lane that nobody named is taken from", AnyLane::new),
                broken("rule 5", "messages take the places of calls", AnyUrgency::new),
                broken("rule 5", "a lane uses the number of another", SharedNumber::new),
                broken("rule 5", "more is claimed than was asked for in all", MoreInAll::new),
                broken("rule 5", "one lane is served before the others", FirstLaneFirst::new),
                broken("rule 5", "a node claims what it was to leave unclaimed", AlwaysClaimed::new),
                broken("rule 5", "a page of held parts begins with the last of the one before", OverlappingHeld::new),
                broken("backlog", "what is claimed or not due counts as neglected", OldestOfAll::new),
                broken("rule 5", "a part that is tried again stays in its lane", SameLane::new),
                broken("rule 5", "what has expired is left to whoever serves its lane", NeverExpired::new));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<MessageStore> breakage) {
        return arguments(rule, how, breakage);
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
}
