package io.offlinepush.inmemory;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Superseded;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds a broken rule about groups and superseded pushes: each store here breaks one. */
class StoreConversationsProofTest {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenStores")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<MessageStore> breakage) {
        StoreSubjectOfProof.assertFinds(rule, how, breakage);
    }

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                broken("rule 7", "a group's message is written for a member too", CopyForAMember::new),
                broken("superseded", "a newer message without a push stands for others", AnyNewerMessage::new),
                broken("superseded", "a timeline is a conversation", TimelineTogether::new),
                broken("superseded", "the newest of a timeline is the newest of a conversation", TimelinesApart::new),
                broken("superseded", "who sent what is newer is not said", NobodyNamed::new),
                broken("superseded", "the next one's sender stands for all that is newer", NextSpeaksForAll::new));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<MessageStore> breakage) {
        return arguments(rule, how, breakage);
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
}
