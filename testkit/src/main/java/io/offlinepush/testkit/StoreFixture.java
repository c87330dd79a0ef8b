package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.StoredEntry;
import io.offlinepush.spi.Urgency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store in one test, and short words for what the tests do with it. Safe for several threads. */
final class StoreFixture implements AutoCloseable {

    static final Timeline BOB = Timeline.inbox(new UserId("bob"));
    static final Timeline CAROL = Timeline.inbox(new UserId("carol"));
    static final Timeline TEAM = Timeline.group(new GroupId("team"));

    /** The lane of parts whose lane is not known. */
    static final String NO_LANE = "";

    static final String CHAT = "harmonyos/com.example.chat";
    static final String CALL = "harmonyos/com.example.call";
    static final Bytes PROGRESS = bytes("progress");
    static final Settlement.Ends ACCEPTED =
            ends(new DeviceEnd(new PushId("push-id-1"), EndReason.ACCEPTED, "code", "request"));

    /** For nodes that are not to die, however long a test really takes or lets pass. */
    private static final Duration LONG_LEASE = Duration.ofDays(30);

    private final AtomicInteger made = new AtomicInteger();
    private MessageStore store;

    StoreFixture(StoreSubject subject) {
        this.store = subject.open();
    }

    MessageStore store() {
        return store;
    }

    /**
     * Closes and opens. Whether what was there must be there now; if not, the store has at least said so.
     */
    boolean mustSurvive(StoreSubject subject) {
        Durability declared = store.durability();
        store = subject.reopen(store);
        assertThat(store.durability()).as("durability after reopening").isEqualTo(declared);
        return declared != Durability.NONE;
    }

    @Override
    public void close() {
        store.close();
    }

    // Nodes

    NodeId liveNode() {
        NodeId node = stranger();
        store.nodes().join(node, LONG_LEASE);
        return node;
    }

    NodeId mortalNode(Duration lease) {
        NodeId node = stranger();
        store.nodes().join(node, lease);
        return node;
    }

    /** A node that never joined. */
    NodeId stranger() {
        return new NodeId("node-" + made.incrementAndGet());
    }

    // Entries

    Entry message(Timeline timeline) {
        return entry(timeline, List.of());
    }

    Entry owing(Timeline timeline) {
        return owing(timeline, Urgency.MEDIUM);
    }

    Entry owing(Timeline timeline, Urgency urgency) {
        return owing(timeline, urgency, "");
    }

    /** Owes a push that belongs to a conversation. */
    Entry owingIn(Timeline timeline, String conversation) {
        return owing(timeline, Urgency.MEDIUM, conversation);
    }

    private Entry owing(Timeline timeline, Urgency urgency, String conversation) {
        return owing(timeline, new OwedPush(numbers(1), urgency, Duration.ofHours(1), conversation, bytes("push")));
    }

    Entry owing(Timeline timeline, OwedPush push) {
        return entry(timeline, List.of(push));
    }

    private Entry entry(Timeline timeline, List<OwedPush> owes) {
        int n = made.incrementAndGet();
        return new Entry(
                timeline,
                new MessageId("message-" + n),
                new UserId("alice"),
                "client-" + n,
                bytes("fingerprint-" + n),
                bytes("body-" + n),
                owes);
    }

    /** The same from another sender; from the host if there is none. */
    static Entry sentBy(@Nullable String sender, Entry entry) {
        return new Entry(
                entry.timeline(),
                entry.messageId(),
                sender == null ? null : new UserId(sender),
                entry.clientMessageId(),
                entry.fingerprint(),
                entry.body(),
                entry.owes(),
                entry.claimed());
    }

    /** The same, whose parts the appending node does not claim. */
    static Entry unclaimed(Entry entry) {
        return new Entry(
                entry.timeline(),
                entry.messageId(),
                entry.sender(),
                entry.clientMessageId(),
                entry.fingerprint(),
                entry.body(),
                entry.owes(),
                false);
    }

    /** What a client sends when it sends again: the same key and fingerprint, under a new message id and number. */
    Entry resent(Entry entry) {
        return new Entry(
                entry.timeline(),
                new MessageId("message-" + made.incrementAndGet()),
                entry.sender(),
                entry.clientMessageId(),
                entry.fingerprint(),
                entry.body(),
                renumbered(entry.owes()));
    }

    /** Other content under the same key. */
    Entry changed(Entry entry) {
        return new Entry(
                entry.timeline(),
                new MessageId("message-" + made.incrementAndGet()),
                entry.sender(),
                entry.clientMessageId(),
                bytes("another fingerprint"),
                bytes("another body"),
                renumbered(entry.owes()));
    }

    private List<OwedPush> renumbered(List<OwedPush> owes) {
        List<OwedPush> others = new ArrayList<>();
        for (OwedPush push : owes) {
            others.add(new OwedPush(numbers(1), push.urgency(), push.expireAfter(), push.conversation(), push.body()));
        }
        return others;
    }

    long numbers(int count) {
        return store.outbox().numbers(count);
    }

    static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    // What is done with them

    AppendResult append(NodeId node, Entry entry) {
        List<AppendResult> results = store.append(node, List.of(entry));
        assertThat(results).as("results for one entry").hasSize(1);
        return results.get(0);
    }

    AppendResult.Stored stored(NodeId node, Entry entry) {
        return stored(append(node, entry));
    }

    static AppendResult.Stored stored(AppendResult result) {
        assertThat(result).isInstanceOf(AppendResult.Stored.class);
        return (AppendResult.Stored) result;
    }

    /** A part that the node holds. */
    Part part(NodeId node) {
        return only(stored(node, owing(BOB)).parts());
    }

    /** A part that nobody holds. */
    PartId freePart() {
        return new PartId(freeEntry(owing(BOB)), 0);
    }

    /** Appends for a node that is not live, so that the parts the entry owes are unclaimed. The number of its push. */
    long freeEntry(Entry entry) {
        stored(stranger(), entry);
        return entry.owes().get(0).number();
    }

    Set<PartId> settle(NodeId node, Settlement settlement) {
        return store.outbox().settle(node, List.of(settlement));
    }

    Set<PartId> end(NodeId node, PartId part) {
        return settle(node, new Settlement.Completed(part, ACCEPTED));
    }

    /** Has the node give a part that it holds back, to be tried again at once by whoever serves the lane. */
    void release(NodeId node, Part part, String lane) {
        assertThat(settle(
                        node,
                        new Settlement.Rescheduled(part.id(), Settlement.Ends.NONE, Duration.ZERO, lane, PROGRESS)))
                .isEmpty();
    }

    /** Splits a part that the node holds: what came out of it. */
    List<Part> split(NodeId node, Part parent, boolean last, NewPart... parts) {
        assertThat(settle(
                        node, new Settlement.Split(parent.id(), Settlement.Ends.NONE, PROGRESS, List.of(parts), last)))
                .isEmpty();
        Set<Integer> indexes = new HashSet<>();
        for (NewPart part : parts) {
            indexes.add(part.index());
        }
        return heldParts(node).stream()
                .filter(part -> part.id().number() == parent.id().number()
                        && indexes.contains(part.id().index()))
                .toList();
    }

    static NewPart newPart(int index, String lane) {
        return new NewPart(index, lane, bytes("scope-" + index));
    }

    Set<PartId> die(NodeId node, Part part) {
        return settle(node, new Settlement.Dead(part.id(), ACCEPTED, EndReason.REJECTED, PROGRESS));
    }

    /** Claims from the lane of parts whose lane is not known. */
    List<PartId> claim(NodeId node) {
        return ids(claimParts(node));
    }

    List<Part> claimParts(NodeId node) {
        return claimParts(node, NO_LANE, ClaimRequest.LIMIT);
    }

    List<Part> claimParts(NodeId node, String lane, int most) {
        return store.outbox().claim(node, new ClaimRequest(most, Map.of(lane, most), Urgency.LOW));
    }

    /** Claims expired parts alone. */
    List<Part> claimExpired(NodeId node, int most) {
        return store.outbox().claim(node, new ClaimRequest(most, Map.of(), Urgency.LOW));
    }

    /** A part with what settling changes. */
    static Part like(Part part, String lane, Bytes progress, int losses) {
        return like(part, lane, progress, losses, part.expiresAt());
    }

    static Part like(Part part, String lane, Bytes progress, int losses, Instant expiresAt) {
        return new Part(
                part.id(),
                part.messageId(),
                part.timeline(),
                part.sequence(),
                part.urgency(),
                part.storedAt(),
                expiresAt,
                lane,
                part.scope(),
                part.body(),
                progress,
                losses);
    }

    static Settlement.Ends ends(DeviceEnd... lines) {
        Map<EndReason, Integer> counts = new EnumMap<>(EndReason.class);
        for (DeviceEnd line : lines) {
            counts.merge(line.reason(), 1, Integer::sum);
        }
        return new Settlement.Ends(counts, List.of(lines));
    }

    List<PartId> held(NodeId node) {
        return ids(heldParts(node));
    }

    /** All parts that a node holds, read in pages. */
    List<Part> heldParts(NodeId node) {
        List<Part> all = new ArrayList<>();
        List<Part> page;
        do {
            PartId last = all.isEmpty() ? null : all.get(all.size() - 1).id();
            page = store.outbox().held(node, last, ClaimRequest.LIMIT);
            all.addAll(page);
        } while (page.size() == ClaimRequest.LIMIT);
        return all;
    }

    static List<PartId> ids(List<Part> parts) {
        return parts.stream().map(Part::id).toList();
    }

    List<StoredEntry> read(Timeline timeline) {
        return read(store, timeline, 0);
    }

    /** Everything after a sequence, page by page. */
    static List<StoredEntry> read(MessageStore store, Timeline timeline, long after) {
        List<StoredEntry> all = new ArrayList<>();
        long seen = after;
        while (true) {
            var pages = store.read(Map.of(timeline, seen), 1000);
            assertThat(pages).containsOnlyKeys(timeline);
            var page = only(List.copyOf(pages.values()));
            all.addAll(page.entries());
            if (!page.more()) {
                return all;
            }
            assertThat(page.entries()).as("a page that says that there is more").isNotEmpty();
            seen = all.get(all.size() - 1).sequence();
        }
    }

    long head(Timeline timeline) {
        var heads = store.heads(List.of(timeline));
        assertThat(heads).containsOnlyKeys(timeline);
        return only(List.copyOf(heads.values()));
    }

    long depth() {
        return backlog().owed();
    }

    Backlog backlog() {
        return store.outbox().backlog(1_000_000);
    }

    static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
