package io.offlinepush.spi;

import java.time.Instant;

/**
 * A line of the stored trace: how a part ended for devices.
 *
 * @param at when it was settled, in the store's time
 * @param part which part
 * @param ends how it ended
 */
public record SettledEnd(Instant at, PartId part, Settlement.Ends ends) {}
