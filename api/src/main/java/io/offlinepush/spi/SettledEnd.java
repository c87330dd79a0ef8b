package io.offlinepush.spi;

import java.time.Instant;

/**
 * One entry of the stored trace: how a part ended for some devices.
 *
 * @param at the time of the settlement, in the store's time
 * @param part the part
 * @param ends how it ended
 */
public record SettledEnd(Instant at, PartId part, Settlement.Ends ends) {}
