package io.offlinepush.core.dispatch;

import io.offlinepush.core.delivery.LaneLimits;

/**
 * The dispatcher's bounds.
 *
 * @param loops how many loops share the parts
 * @param partsInMemory the most parts that are held in this process
 * @param lane the bounds of each lane
 */
public record DispatchLimits(int loops, int partsInMemory, LaneLimits lane) {}
