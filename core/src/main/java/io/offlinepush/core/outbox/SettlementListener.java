package io.offlinepush.core.outbox;

import java.util.List;

/** Is told what the store answered to settlements; on any thread, in the order of the writes. */
@FunctionalInterface
public interface SettlementListener {

    /** The store has answered these. */
    void settled(List<Settled> answers);
}
