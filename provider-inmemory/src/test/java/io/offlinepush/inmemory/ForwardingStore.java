package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.ClaimRequest;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.DeadPart;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that hands every call on, so that a subclass can do one thing wrong. It is its own views. */
class ForwardingStore implements MessageStore, Outbox, Nodes, Cursors {

    private final MessageStore to;

    ForwardingStore(MessageStore to) {
        this.to = to;
    }

    @Override
    public Optional<MessageStore> namespace(String name) {
        return to.namespace(name);
    }

    @Override
    public Durability durability() {
        return to.durability();
    }

    @Override
    public OptionalLong count() {
        return to.count();
    }

    @Override
    public List<AppendResult> append(NodeId me, List<Entry> entries) {
        return to.append(me, entries);
    }

    @Override
    public Map<Timeline, Page> read(Map<Timeline, Long> after, int limit) {
        return to.read(after, limit);
    }

    @Override
    public Map<Timeline, Long> heads(Collection<Timeline> timelines) {
        return to.heads(timelines);
    }

    @Override
    public Optional<FoundMessage> find(MessageId messageId) {
        return to.find(messageId);
    }

    @Override
    public int removeOlderThan(Duration age, int most) {
        return to.removeOlderThan(age, most);
    }

    @Override
    public void forget(UserId user) {
        to.forget(user);
    }

    @Override
    public Cursors cursors() {
        return this;
    }

    @Override
    public Outbox outbox() {
        return this;
    }

    @Override
    public Nodes nodes() {
        return this;
    }

    @Override
    public void close() {
        to.close();
    }

    @Override
    public long numbers(int count) {
        return to.outbox().numbers(count);
    }

    @Override
    public List<Part> claim(NodeId me, ClaimRequest request) {
        return to.outbox().claim(me, request);
    }

    @Override
    public Map<PartId, Superseded> superseded(Collection<PartId> parts) {
        return to.outbox().superseded(parts);
    }

    @Override
    public List<DeadPart> dead(@Nullable PartId after, int limit) {
        return to.outbox().dead(after, limit);
    }

    @Override
    public Set<PartId> requeue(Collection<PartId> parts, Duration expireAfter) {
        return to.outbox().requeue(parts, expireAfter);
    }

    @Override
    public List<Part> held(NodeId me, @Nullable PartId after, int limit) {
        return to.outbox().held(me, after, limit);
    }

    /** All parts that a node holds, for those that break a rule. */
    final List<Part> allHeld(NodeId me) {
        return to.outbox().held(me, null, ClaimRequest.LIMIT);
    }

    @Override
    public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
        return to.outbox().settle(me, settlements);
    }

    @Override
    public List<SettledEnd> trace(MessageId messageId) {
        return to.outbox().trace(messageId);
    }

    @Override
    public Backlog backlog(int most) {
        return to.outbox().backlog(most);
    }

    @Override
    public Instant join(NodeId me, Duration lease) {
        return to.nodes().join(me, lease);
    }

    @Override
    public Optional<Instant> renew(NodeId me) {
        return to.nodes().renew(me);
    }

    @Override
    public void leave(NodeId me) {
        to.nodes().leave(me);
    }

    @Override
    public Set<NodeId> live() {
        return to.nodes().live();
    }

    @Override
    public Instant now() {
        return to.nodes().now();
    }

    @Override
    public Map<CursorKey, Long> read(Collection<CursorKey> keys) {
        return to.cursors().read(keys);
    }

    @Override
    public Map<Timeline, Long> highest(UserId user, Collection<Timeline> timelines) {
        return to.cursors().highest(user, timelines);
    }

    @Override
    public void advance(Map<CursorKey, Long> cursors) {
        to.cursors().advance(cursors);
    }
}
