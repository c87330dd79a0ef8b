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
 * Messages and the pushes that they owe. They are one port because they must be written together.
 *
 * <pre>
 * timeline                       -> entries by sequence (message id, body, stored at)
 * (sender, client message id)    -> message id, fingerprint
 * part                           -> claimed by a node; or unclaimed and due from a time on; or ended, with its reasons
 * (user, device, timeline)       -> cursor: the highest acknowledged sequence
 * node                           -> lease
 * </pre>
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>An entry that {@link #append} returned as stored survives closing and reopening, together with its part, at the
 *       {@linkplain #durability declared durability}. The sequence and the times read back are the ones that were
 *       returned.
 *   <li>Sequences of a timeline only grow, also after all its entries are removed; gaps are allowed. A reader that has
 *       seen sequence n never later finds a new entry with a sequence below n, even if several writers append at the
 *       same time on this node or others.
 *   <li>A second entry with the same (sender, client message id) and the same fingerprint is
 *       {@link AppendResult.Repeated} with the fields of the first. With another fingerprint it is a
 *       {@link AppendResult.Conflict}. Neither writes or owes anything. This holds within one batch too, as long as the
 *       message is kept, and for at least 24 hours.
 *   <li>Results are in the order of the entries. A bad entry is refused, and the other entries of its batch are stored.
 *       A batch whose outcome is unknown (append threw) may be repeated unchanged.
 *   <li>A part is claimed by at most one live node: the node that appended it, unless the
 *       {@linkplain Entry#claimed entry} leaves it unclaimed, or the node that claimed it. A node that is not live (it
 *       never joined, it left, or its lease ended) settles and claims nothing, and its parts are unclaimed.
 *   <li>A part that has ended is never claimed again, and ends only once.
 *   <li>A message is written once, however many devices or group members will read it.
 *   <li>The cost of an operation does not grow with the number of stored entries, owed or ended parts, or group
 *       members. The contract can only check that an operation returns, claims or removes exactly what was asked for,
 *       beside 10,000 others. Measure its duration with a small and a large store.
 * </ol>
 */
public interface MessageStore extends AutoCloseable {

    /**
     * The same store in a namespace. The data of one namespace is never visible, matched or counted in another,
     * whatever ids are used: timelines, keys, cursors, parts, nodes and numbers are separate. A store used without this
     * method works in the namespace with the empty name.
     *
     * @param name 1 to 32 UTF-8 bytes, for example {@code staging}; the same name gives the same data on every node
     * @return the store in that namespace, closed together with this one; empty if this store has no namespaces
     */
    default Optional<MessageStore> namespace(String name) {
        return Optional.empty();
    }

    /**
     * What survives after {@link #append} has returned.
     *
     * @return the durability, shown in the start-up line
     */
    Durability durability();

    /**
     * The number of kept entries of messages and notifications. Called once, when a store with {@link Durability#NONE}
     * is closed, so that the host learns how much is lost.
     *
     * @return the number of entries in all timelines; empty if counting is expensive or the store is durable
     */
    default OptionalLong count() {
        return OptionalLong.empty();
    }

    /**
     * Stores entries. Each entry is atomic: the message and the pushes that it owes are written together, or not at
     * all. The node claims the parts of {@linkplain Entry#claimed claimed} entries if it is live. All other parts are
     * unclaimed and due.
     *
     * @param me the appending node
     * @param entries 1 to 1,024 entries
     * @return one result for each entry, in the order of the entries
     */
    List<AppendResult> append(NodeId me, List<Entry> entries);

    /**
     * Reads a page of several timelines.
     *
     * @param after for each timeline, the sequence after which to read; 0 reads from the beginning
     * @param limit the most entries of each page, 1 to 1,000
     * @return a page for each requested timeline, in order of sequence
     */
    Map<Timeline, Page> read(Map<Timeline, Long> after, int limit);

    /**
     * The sequence of the newest entry of each timeline.
     *
     * @param timelines the timelines
     * @return a sequence for each requested timeline; 0 if it has no entries
     */
    Map<Timeline, Long> heads(Collection<Timeline> timelines);

    /**
     * Finds a message by its id. Used for diagnostics, not on the way of a message, so it may be slow.
     *
     * @param messageId the id of the message
     * @return the message; empty if it was never stored or is no longer kept
     */
    Optional<FoundMessage> find(MessageId messageId);

    /**
     * Removes old data, the oldest first, one step at a time: messages without an open part, with their keys, traces
     * and dead parts. Cursors of inboxes and groups stay. A message with an open part is kept whatever its age, and
     * does not delay the removal of others.
     *
     * <p>The entries of a {@linkplain io.offlinepush.api.Timeline.Kind#NOTIFICATION notification} timeline are removed
     * together with the cursors in it, when the first entry is old enough and no entry has an open part. They count as
     * one message.
     *
     * @param age the minimum age of a message to be removed: at least 24 hours, because its key is remembered that long
     * @param most the most messages of one step, 1 to 10,000
     * @return the number of removed messages; fewer than {@code most} means that there is nothing more to remove now
     * @throws IllegalArgumentException if the age or {@code most} is out of range
     */
    int removeOlderThan(Duration age, int most);

    /**
     * Removes the data of a user, whatever its age: the inbox with its keys and all pushes that it owes, including
     * parts that a node holds, and the user's cursors. Messages that the user sent to others stay.
     *
     * @param user the user to forget
     */
    void forget(UserId user);

    /**
     * The cursors: how far each device has acknowledged.
     *
     * @return a view of this store
     */
    Cursors cursors();

    /**
     * The owed pushes.
     *
     * @return a view of this store
     */
    Outbox outbox();

    /**
     * The live nodes and the store's time.
     *
     * @return a view of this store
     */
    Nodes nodes();

    /** Releases what the store holds open. May be called repeatedly; afterwards every other call fails. */
    @Override
    void close();
}
