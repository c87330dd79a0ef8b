package io.offlinepush.sandbox.wire;

import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.RequestFault;
import io.offlinepush.sandbox.faults.BodyFault;
import io.offlinepush.sandbox.faults.GoAwayNow;
import io.offlinepush.sandbox.faults.Reset;
import io.offlinepush.sandbox.faults.Slow;
import io.offlinepush.sandbox.faults.Stall;
import io.offlinepush.sandbox.faults.StreamLimit;
import io.offlinepush.sandbox.rules.Reply;
import java.util.Optional;

/** What the gateway made of a request: the answer to write, and what shall go wrong with it. */
public record Outcome(Reply reply, Optional<RequestFault> fault) {

    /** Brings it to the sender, or does not. */
    void play(Exchange exchange) {
        RequestFault what = fault.orElse(null);
        if (what instanceof Stall) {
            exchange.stall();
        } else if (what instanceof Slow slow) {
            exchange.writeLater(slow.by(), reply);
        } else if (what instanceof Reset reset) {
            exchange.reset(reset.refused());
        } else if (what instanceof GoAwayNow goAway) {
            exchange.goAway(goAway.policy(), reply);
        } else if (what instanceof BodyFault body && body.kind() == BodyFault.Kind.ABORTED) {
            exchange.writeHalf(reply);
        } else {
            if (what instanceof StreamLimit limit) {
                exchange.limitStreams(limit.streams());
            }
            exchange.write(reply);
        }
    }

    /** Whether phones get a message that is otherwise in order. */
    public static boolean delivers(Optional<RequestFault> fault) {
        RequestFault what = fault.orElse(null);
        if (what instanceof Stall stall) {
            return stall.delivered();
        }
        if (what instanceof Reset reset) {
            return reset.delivered();
        }
        return !(what instanceof GoAwayNow goAway && goAway.policy() == GoAway.REFUSED);
    }

    /** Whether the sender gets to see the answer, possibly damaged. */
    public static boolean answers(Optional<RequestFault> fault) {
        RequestFault what = fault.orElse(null);
        return !(what instanceof Stall
                || what instanceof Reset
                || (what instanceof GoAwayNow goAway && goAway.policy() != GoAway.ANSWERED));
    }
}
