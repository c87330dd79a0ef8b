package io.offlinepush.core.dispatch;

import io.offlinepush.core.delivery.CallReserve;
import io.offlinepush.spi.Urgency;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many parts this process may hold in memory, over all loops. Every part that is held, or on its way to its loop,
 * has a place here. Safe for several threads.
 */
final class PartCapacity {

    private final CallReserve limit;
    private final AtomicInteger held = new AtomicInteger();
    /** Parts that have no decision yet: nobody knows which lane they will want. */
    private final AtomicInteger undecided = new AtomicInteger();

    PartCapacity(int most) {
        this.limit = new CallReserve(most);
    }

    int most() {
        return limit.most();
    }

    int held() {
        return held.get();
    }

    int undecided() {
        return undecided.get();
    }

    /** How many more parts of this urgency may come. */
    int free(Urgency urgency) {
        return Math.max(0, limit.limit(urgency) - held.get());
    }

    /** Whether the parts of one that is held may come: what is split has a place itself, which will be free. */
    boolean hasRoomForPartsOf(Urgency urgency) {
        return held.get() - 1 < limit.limit(urgency);
    }

    /** Takes places, also beyond the limit: whoever may be refused asks first. */
    void take(int parts) {
        held.addAndGet(parts);
        undecided.addAndGet(parts);
    }

    /** Gives back places of parts that did not come. */
    void giveBack(int parts) {
        held.addAndGet(-parts);
        undecided.addAndGet(-parts);
    }

    /** A part is being decided (again). */
    void deciding() {
        undecided.incrementAndGet();
    }

    /** A part was decided, or is not decided in this process. */
    void decided() {
        undecided.decrementAndGet();
    }

    /** A decided part leaves. */
    void leave() {
        held.decrementAndGet();
    }
}
