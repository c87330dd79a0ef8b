package io.offlinepush.inmemory;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the contract finds a broken rule about retention, forgetting and the keys of the host: each store here
 * breaks one.
 */
class StoreRetentionProofTest {

    private static final int LARGE_STEP = 1_000;

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.assertFinds(rule, how, breakage);
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("rule 2", "a timeline that was emptied begins again", BeginsAgain::new),
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
