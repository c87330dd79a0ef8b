package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Messages and the pushes that they owe, which must be written together and are therefore one port.
 *
 * <pre>
 * timeline                       -> entries by sequence (message id, body, stored at)
 * (sender, client message id)    -> message id, fingerprint
 * part                           -> claimed by a node, or unclaimed and due from a moment on, or ended with its reasons
 * (user, device, timeline)       -> cursor: the highest acknowledged sequence
 * node                           -> lease
 * </pre>
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>What {@link #append} returned as stored survives closing and opening again, with its part, at the {@linkplain
 *       #durability declared durability}; the sequence and the times read back are the ones returned.
 *   <li>Sequences of a timeline only grow, also once all its entries are removed; gaps are allowed. A reader that has seen sequence n never later finds an
 *       unseen m &lt; n, whoever writes at the same time, on this node or another.
 *   <li>A second entry with the same (sender, client message id) and fingerprint is {@link AppendResult.Repeated} with
 *       the first one's fields; with another fingerprint it is a {@link AppendResult.Conflict}. Neither writes anything
 *       or owes anything. This holds within one batch too, for as long as the message is kept, and for 24 h at least.
 *   <li>Results come in the order of the entries. A bad entry is refused and the others of its batch are stored. A batch
 *       whose outcome is unknown (append threw) may be repeated as it is.
 *   <li>A part is claimed by at most one live node: the one that appended it, unless the {@linkplain Entry#claimed entry}
 *       leaves it unclaimed, or the one that claimed it. A node that is not live (never joined, left, or its lease ran out)
 *       settles nothing and claims nothing, and the parts that it held are unclaimed.
 *   <li>A part that has ended is never claimed again, and ends once.
 *   <li>A message is written once, whatever number of devices, or members of a group, will read it.
 *   <li>The cost of an operation does not grow with what is stored, owed or ended, nor with the size of a group. The contract sees
 *       of it that an operation returns, claims or removes what was asked for and no more, beside 10,000 others; its duration
 *       must be measured, with a small and a large store.
 * </ol>
 */
public interface MessageStore extends AutoCloseable {

    /**
     * The same store as somebody else: data of one namespace is never seen, met or counted in another, whatever ids they use.
     * Timelines, keys, cursors, parts, nodes and numbers are each namespace's own. What this store itself serves, without
     * {@code namespace}, is the namespace with the empty name.
     *
     * @param name 1 to 32 bytes, for example {@code staging}; the same name gives the same data, on every node
     * @return the store in that namespace; it is closed with this one. Empty if this store has no namespaces
     */
    default Optional<MessageStore> namespace(String name) {
        return Optional.empty();
    }

    /**
     * What survives once {@link #append} has returned.
     *
     * @return said in the start-up line
     */
    Durability durability();

    /**
     * How many entries are kept, of messages and notifications. Asked once, at the close of a store with {@link
     * Durability#NONE}, so that the host hears how much is lost.
     *
     * @return the number of entries in all timelines; empty if counting them is expensive or the store is durable
     */
    default OptionalLong count() {
        return OptionalLong.empty();
    }

    /**
     * Stores entries, each atomically: the message and the pushes that it owes, or neither. The node claims the parts of
     * {@linkplain Entry#claimed claimed} entries, if it is live; all other parts are unclaimed and due.
     *
     * @param me the appending node
     * @param entries 1 to 1,024 entries
     * @return one result for each entry, in their order
     */
    List<AppendResult> append(NodeId me, List<Entry> entries);

    /**
     * Reads on in several timelines.
     *
     * @param after timeline to the sequence after which to read; 0 reads from the beginning
     * @param limit the most entries for each timeline, 1 to 1,000
     * @return a page for each timeline that was asked for, in order of sequence
     */
    Map<Timeline, Page> read(Map<Timeline, Long> after, int limit);

    /**
     * The sequence of the newest entry of each timeline.
     *
     * @param timelines which
     * @return one for each that was asked for; 0 if it has no entry, or none any more
     */
    Map<Timeline, Long> heads(Collection<Timeline> timelines);

    /**
     * Finds a message by its id: for somebody who asks what became of it, not on the way of a message.
     *
     * @param messageId which
     * @return the message; empty if there is none, or none any more
     */
    Optional<FoundMessage> find(MessageId messageId);

    /**
     * Removes what is old enough, a step at a time, the oldest first: messages without an open part, their keys, traces and
     * dead parts; cursors of inboxes and groups stay. A message with an open part is kept however old it is,
     * and holds up no other.
     *
     * <p>What stands in the timeline of a {@linkplain io.offlinepush.api.Timeline.Kind#NOTIFICATION notification} is removed
     * together, with the cursors in it: once the first of it is old enough and none has an open part. It counts as one message.
     *
     * @param age how old a message must be: 24 hours, for which its key is remembered, or more
     * @param most the most messages of one step, 1 to 10,000
     * @return how many were removed; fewer than {@code most}: there is nothing more to remove now
     * @throws IllegalArgumentException if the age or {@code most} is out of range
     */
    int removeOlderThan(Duration age, int most);

    /**
     * Removes what belongs to a user, whatever its age: the inbox with its keys and all that it owes, also what a node holds,
     * and the user's cursors. What the user sent to others is theirs.
     *
     * @param user whose
     */
    void forget(UserId user);

    /**
     * How far each device has acknowledged.
     *
     * @return a view of this store
     */
    Cursors cursors();

    /**
     * What is owed.
     *
     * @return a view of this store
     */
    Outbox outbox();

    /**
     * Who is running, and the store's time.
     *
     * @return a view of this store
     */
    Nodes nodes();

    /** Frees what the store holds open. May be called more than once; afterwards every other call fails. */
    @Override
    void close();
}
