package io.offlinepush.inmemory;

import io.offlinepush.spi.OwedPush;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A push that a kept message owes, or owed: its number, its parts, and its place in its
 * {@link Conversations conversation}.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Push {

    final long number;
    final Instant expiresAt;

    /** The next push of the same message. */
    @Nullable
    Push next;

    /** The indexes of the parts that came out of a split; part 0 came with the message. */
    @Nullable
    Set<Integer> split;

    /** Null for a push without a conversation. */
    Conversations.@Nullable Run run;

    String conversation = "";

    @Nullable
    Push older;

    @Nullable
    Push newer;

    Push(OwedPush push, Instant storedAt) {
        this.number = push.number();
        this.expiresAt = storedAt.plus(push.expireAfter());
    }

    boolean hasPart(int index) {
        return index == 0 || (split != null && split.contains(index));
    }

    void addPart(int index) {
        if (split == null) {
            split = new HashSet<>();
        }
        split.add(index);
    }
}
