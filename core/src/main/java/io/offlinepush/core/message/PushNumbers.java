package io.offlinepush.core.message;

import io.offlinepush.spi.Outbox;

/** Numbers for owed pushes, fetched from the store in blocks: a number is not worth a round trip. */
public final class PushNumbers {

    private static final int BLOCK = 1_000;

    private final Outbox outbox;
    private long next;
    private long end;

    /** Numbers of this store. */
    public PushNumbers(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The next number; blocks for the store now and then. */
    public synchronized long next() {
        if (next == end) {
            next = outbox.numbers(BLOCK);
            end = next + BLOCK;
        }
        return next++;
    }
}
