package io.offlinepush.core.outbox;

import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Settlement;

/**
 * What the store answered to a settlement.
 *
 * @param holder the node that settled
 * @param settlement the settlement
 * @param held whether the store took it: false if the node does not hold the part, and for a split also if that is not
 *     known
 * @param atOnce whether the first call did it: after one whose outcome was unknown it may have been written twice
 */
public record Settled(NodeId holder, Settlement settlement, boolean held, boolean atOnce) {}
