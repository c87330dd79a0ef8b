package io.offlinepush.inmemory;

import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.util.List;
import java.util.Set;

/** A store that changes settlements before they are written. */
abstract class OtherSettlements extends ForwardingStore {
    OtherSettlements(MessageStore to) {
        super(to);
    }

    @Override
    public Set<PartId> settle(NodeId me, List<Settlement> settlements) {
        return super.settle(me, settlements.stream().map(this::other).toList());
    }

    abstract Settlement other(Settlement settlement);
}
