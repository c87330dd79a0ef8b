package io.offlinepush.spi;

import io.offlinepush.api.MessageId;
import java.util.List;
import java.util.Set;

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
     * Takes parts that are anybody's and whose time to wait is over, most urgent priority first, then the oldest. They
     * are the node's from then on, until it settles them as ended or again, or is no longer live.
     *
     * @param me the taking node; gets nothing if it is not live
     * @param most how many at the most, 1 to 1,024
     * @return what was taken
     */
    List<Part> take(NodeId me, int most);

    /**
     * The parts that a node holds. Asked after an append or take whose outcome was unknown, to find what arrived.
     *
     * @param me the node; none if it is not live
     * @return the parts as {@link #take} would give them
     */
    List<Part> held(NodeId me);

    /**
     * Writes down what became of parts. Each settlement is atomic; one for a part that the node does not hold changes
     * nothing.
     *
     * @param me the settling node
     * @param settlements at most one for each part, 1 to 1,024
     * @return the parts that the node does not hold: ended, taken by another node, or lost with the lease
     */
    Set<PartId> settle(NodeId me, List<Settlement> settlements);

    /**
     * How a message's pushes ended, as far as they have.
     *
     * @param messageId which message
     * @return in the order of settling; kept for 24 h at least
     */
    List<SettledEnd> trace(MessageId messageId);

    /**
     * How much is owed.
     *
     * @return the number of parts that have not ended
     */
    long depth();
}
