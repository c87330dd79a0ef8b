package io.offlinepush.inmemory;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds a broken rule about splits and dead parts: each store here breaks one. */
class StoreSplitsProofTest {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.assertFinds(rule, how, breakage);
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("rule 5", "the progress of a split is written without its parts", HalfASplit::new),
                broken("rule 5", "the parts of a split are unclaimed", FreeChildren::new),
                broken("rule 5", "a used index is passed over in silence", SilentRefusal::new),
                broken("rule 5", "what stands beside a refused split is written", HalfABatch::new),
                broken("rule 6", "a part outlives its last page", EndlessParent::new),
                broken("rule 6", "the last to die is listed first", LastDeadFirst::new),
                broken("rule 6", "a page of dead parts begins with the last of the one before", OverlappingPages::new),
                broken("rule 6", "a requeued part expires as it would have", OldExpiry::new),
                broken("rule 6", "a part is requeued a second time", RequeuedTwice::new));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<MessageStore> breakage) {
        return arguments(rule, how, breakage);
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
}
