package io.offlinepush.inmemory;

import io.offlinepush.spi.PartId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of owed pushes.
 *
 * <pre>
 * number -> the push that has it, for as long as its message is kept
 * </pre>
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Numbers {

    private final Index<Push> used = new Index<>() {
        @Override
        int hash(Push push) {
            return Long.hashCode(push.number);
        }
    };
    private long next = 1;

    /** The first of a block. */
    long handOut(int count) {
        long first = next;
        next += count;
        return first;
    }

    boolean wasHandedOut(long number) {
        return number >= 1 && number < next;
    }

    /** The push that has a number; null if none has. */
    @Nullable
    Push push(long number) {
        Push push;
        for (int slot = used.start(Long.hashCode(number)); (push = used.at(slot)) != null; slot = used.next(slot)) {
            if (push.number == number) {
                return push;
            }
        }
        return null;
    }

    void use(Push push) {
        used.add(push);
    }

    /** Every part that the push has had; its number is free again, but never handed out. */
    List<PartId> forget(Push push) {
        used.remove(push);
        List<PartId> parts = new ArrayList<>();
        parts.add(new PartId(push.number, 0));
        if (push.split != null) {
            push.split.forEach(index -> parts.add(new PartId(push.number, index)));
        }
        return parts;
    }
}
