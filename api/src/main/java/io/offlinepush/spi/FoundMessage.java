package io.offlinepush.spi;

import io.offlinepush.api.Timeline;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that was found by its id.
 *
 * @param timeline its timeline
 * @param entry the message
 * @param expiresAt the expiry of the push that it owes or owed, in the store's time; null if it never owed one
 * @param number the {@linkplain OwedPush#number number} of that push; 0 if it never owed one
 */
public record FoundMessage(
        Timeline timeline, StoredEntry entry, @Nullable Instant expiresAt, long number) {

    /** Refuses null, except where null is allowed. */
    public FoundMessage {
        Objects.requireNonNull(timeline, "timeline");
        Objects.requireNonNull(entry, "entry");
    }
}
