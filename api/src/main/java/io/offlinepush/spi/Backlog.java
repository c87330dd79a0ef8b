package io.offlinepush.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much is owed, and for how long no node has worked on it.
 *
 * @param owed the number of parts that have not ended, counted only up to the limit that was asked for
 * @param oldestUnclaimed since when the part that has been due and unclaimed the longest is so, in the store's time;
 *     null if no part is due and unclaimed
 */
public record Backlog(long owed, @Nullable Instant oldestUnclaimed) {}
