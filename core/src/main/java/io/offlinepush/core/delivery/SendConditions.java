package io.offlinepush.core.delivery;

import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.trace.PushTrace;
import io.offlinepush.spi.NodeId;
import java.time.Duration;

/**
 * What must hold at the moment in which a request is written.
 *
 * @param gate holds back what was decided before a device was fenced
 * @param node the process, whose lease must surely be alive
 * @param freshness how old the decision may be
 * @param ticker tells how old it is
 * @param trace is told of each request that was written
 */
public record SendConditions(SendGate gate, Node node, Duration freshness, Ticker ticker, PushTrace trace) {

    boolean hold(DecisionStamp stamp, NodeId holder) {
        return stamp.isWithin(freshness, ticker)
                && node.surelyAlive()
                && node.id().equals(holder);
    }
}
