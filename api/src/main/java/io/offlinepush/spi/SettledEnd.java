package io.offlinepush.spi;

import java.time.Instant;

/**
 * A line of the stored trace.
 *
 * @param at when it was settled, in the store's time
 * @param part which part
 * @param end how it ended for a device
 */
public record SettledEnd(Instant at, PartId part, DeviceEnd end) {}
