package io.offlinepush.spi;

import io.offlinepush.api.Timeline;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message, found by its id.
 *
 * @param timeline where it stands
 * @param entry the message
 * @param expiresAt until when the push that it owes, or owed, might go out, in the store's time; null if it never owed one
 * @param number the {@linkplain OwedPush#number number} of that push; 0 if it never owed one
 */
public record FoundMessage(
        Timeline timeline, StoredEntry entry, @Nullable Instant expiresAt, long number) {

    /** Refuses null where none is allowed. */
    public FoundMessage {
        Objects.requireNonNull(timeline, "timeline");
        Objects.requireNonNull(entry, "entry");
    }
}
