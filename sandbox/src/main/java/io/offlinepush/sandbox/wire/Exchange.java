package io.offlinepush.sandbox.wire;

import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.rules.Reply;
import java.time.Duration;

/** A request that waits for its answer, and what a protocol can do with it: exactly one of these, once. */
interface Exchange {
    void write(Reply reply);

    /** Announces the whole body, sends half of it, breaks off. */
    void writeHalf(Reply reply);

    void writeLater(Duration delay, Reply reply);

    void stall();

    /** Instead of an answer; {@code refused} is whether to say that nothing was done, where the protocol can say it. */
    void reset(boolean refused);

    void goAway(GoAway policy, Reply reply);

    /** Comes before {@link #write}. */
    void limitStreams(int streams);
}
