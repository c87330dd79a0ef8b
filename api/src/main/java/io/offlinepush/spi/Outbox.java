package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The owed pushes of a {@link MessageStore}, divided into parts. A part is claimed by one live node, or unclaimed, or
 * it has ended. Rules 5, 6 and 8 of the store apply to it.
 */
public interface Outbox {

    /**
     * Hands out a block of consecutive numbers for owed pushes. No number is handed out twice, also after a restart;
     * the unused rest of a block is lost.
     *
     * @param count how many, 1 to 1,000,000
     * @return the first of them, 1 or more
     */
    long numbers(int count);

    /**
     * Claims unclaimed parts. The node holds them until it completes, reschedules or declares them dead, or until its
     * lease ends.
     *
     * <p>First come expired parts of any lane and urgency, also those whose retry is not due yet, so that a node ends
     * them where no node serves their lane. The rest of {@link ClaimRequest#most} goes to the due parts of the named
     * lanes: in each lane the most urgent first, then the oldest. Where {@code most} is too small for all, the lanes
     * share it, and no lane waits for ever while others are served.
     *
     * @param me the claiming node; it is given nothing if it is not live
     * @param request how many, and from which lanes
     * @return the claimed parts
     */
    List<Part> claim(NodeId me, ClaimRequest request);

    /**
     * The parts that a node holds, a page at a time. Asked after an append, claim or settlement whose outcome is
     * unknown, to find its result.
     *
     * @param me the node; a node that is not live holds none
     * @param after the last part of the page before; null for the first page
     * @param limit the most parts of the page, 1 to 1,024
     * @return the parts as {@link #claim} gives them, in order of their ids; fewer than {@code limit}: this is the last
     *     page
     */
    List<Part> held(NodeId me, @Nullable PartId after, int limit);

    /**
     * Records the progress of parts. Each settlement is atomic; one for a part that the node does not hold changes
     * nothing. New parts ({@link Settlement.Split}) are held by the node, and expire when the split one does.
     *
     * @param me the settling node
     * @param settlements at most one for each part, 1 to 1,024
     * @return the parts that the node does not hold: ended, claimed by another node, or lost with the lease
     * @throws IllegalArgumentException if two settlements name one part, or a part that the node holds is split into
     *     one whose index was used before for that number; then nothing was written
     */
    Set<PartId> settle(NodeId me, List<Settlement> settlements);

    /**
     * How a message's pushes have ended so far.
     *
     * @param messageId the message
     * @return in the order of settling, without settlements in which no device ended; kept as long as the message, but
     *     for 24 h at least
     */
    List<SettledEnd> trace(MessageId messageId);

    /**
     * Finds which of these parts belong to an owed push that is not the newest of its
     * {@linkplain OwedPush#conversation conversation}. A push is newer if it was stored later, in any timeline; of
     * several stored at the same moment, exactly one is the newest. A push without a conversation is never superseded.
     *
     * @param parts 1 to 1,024 parts; parts that have ended or are dead are left out of the answer
     * @return the superseded parts, whether or not the newer pushes have ended
     */
    Map<PartId, Superseded> superseded(Collection<PartId> parts);

    /**
     * The dead parts, one page at a time.
     *
     * @param after the last part of the previous page; null for the first page
     * @param limit the most parts of the page, 1 to 1,000
     * @return the parts in order of their ids; a dead part is kept until it is requeued or its message is removed
     */
    List<DeadPart> dead(@Nullable PartId after, int limit);

    /**
     * Owes dead parts again. Each becomes unclaimed and due, with a new expiry.
     *
     * @param parts 1 to 1,024 parts; parts that are not dead are ignored
     * @param expireAfter how long from now the parts may be sent, more than zero
     * @return the parts that were dead
     */
    Set<PartId> requeue(Collection<PartId> parts, Duration expireAfter);

    /**
     * How much is owed, and for how long no node has worked on it. The answer costs the same whatever is owed.
     *
     * @param most where the count ends, 1 to 1,000,000
     * @return the parts that have not ended, and the age of the oldest unclaimed one; dead parts have ended
     */
    Backlog backlog(int most);
}
