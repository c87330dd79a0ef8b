package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is owed. Part of {@link MessageStore}, whose rules 5 and 6 are about it. */
public interface Outbox {

    /**
     * Hands out a block of consecutive numbers for owed pushes. No number is handed out twice, also after a restart; a
     * block that is not used up is lost.
     *
     * @param count how many, 1 to 1,000,000
     * @return the first of them, 1 or more
     */
    long numbers(int count);

    /**
     * Takes parts that are anybody's and whose time to wait is over: of each lane as many as there is room for, the most
     * urgent first, then the oldest message. They are the node's from then on, until it settles them as ended, dead or again, or
     * is no longer live.
     *
     * @param me the taking node; gets nothing if it is not live
     * @param room lane to how many at the most, 1 to 1,024; the lane {@code ""} has the parts whose lane is not known. Parts
     *     of other lanes are left to others
     * @param least what is less urgent is left as well: {@link Urgency#LOW} takes all, {@link Urgency#CALL} calls alone
     * @return what was taken
     */
    List<Part> take(NodeId me, Map<String, Integer> room, Urgency least);

    /**
     * Takes parts of any lane that are anybody's and have expired, also those that are still to wait, so that somebody ends
     * them where nobody serves their lane.
     *
     * @param me the taking node; gets nothing if it is not live
     * @param most how many at the most, 1 to 1,024
     * @return what was taken
     */
    List<Part> takeExpired(NodeId me, int most);

    /**
     * The parts that a node holds. Asked after an append, take or settle whose outcome was unknown, to find what
     * arrived.
     *
     * @param me the node; none if it is not live
     * @return the parts as {@link #take} would give them
     */
    List<Part> held(NodeId me);

    /**
     * Writes down what became of parts. Each settlement is atomic; one for a part that the node does not hold changes
     * nothing. New parts ({@link Settlement.Split}) are held by the node, and expire with the one that they come out of.
     *
     * @param me the settling node
     * @param settlements at most one for each part, 1 to 1,024
     * @return the parts that the node does not hold: ended, taken by another node, or lost with the lease
     * @throws IllegalArgumentException if two settlements name one part, or a part that the node holds is split into one
     *     whose index was used before for that number; then nothing was written
     */
    Set<PartId> settle(NodeId me, List<Settlement> settlements);

    /**
     * How a message's pushes ended, as far as they have.
     *
     * @param messageId which message
     * @return in the order of settling, without settlements in which nothing ended; kept for 24 h at least, if the message is
     */
    List<SettledEnd> trace(MessageId messageId);

    /**
     * Which of these parts belong to an owed push that is not the newest of its {@linkplain OwedPush#conversation
     * conversation}: after an outage the newest stands for all. Newer is what was stored later, in whatever timeline; of those
     * stored at the same moment, exactly one is the newest. A push without a conversation is superseded by none.
     *
     * @param parts 1 to 1,024; those that have ended, or are dead, are left out of the answer
     * @return those with a newer push, whatever became of that one, and who sent what is newer
     */
    Map<PartId, Superseded> superseded(Collection<PartId> parts);

    /**
     * The parts that are dead.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit how many at the most, 1 to 1,000
     * @return in order of their ids; kept until requeued or as long as their message
     */
    List<DeadPart> dead(@Nullable PartId after, int limit);

    /**
     * Owes dead parts once more: each is anybody's, and may go out for so long from now on.
     *
     * @param parts which, 1 to 1,024; those that are not dead are left alone
     * @param expireAfter for how long, more than zero
     * @return those that were dead
     */
    Set<PartId> requeue(Collection<PartId> parts, Duration expireAfter);

    /**
     * How much is owed.
     *
     * @return the number of parts that have not ended; dead ones have
     */
    long depth();
}
