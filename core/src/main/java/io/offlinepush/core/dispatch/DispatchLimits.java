package io.offlinepush.core.dispatch;

import java.time.Duration;

/**
 * The dispatcher's times and bounds.
 *
 * @param acknowledgementTime how long a device that looks online has to acknowledge
 * @param bindingFreshness how old a decision may be when its request is written
 * @param staleAfter how old a push is of which only the newest of a conversation goes out
 * @param hostTimeout how long the host's presence and group directory may take
 * @param partsInMemory how many parts may be open in this process
 * @param lane the bounds of each lane
 */
public record DispatchLimits(
        Duration acknowledgementTime,
        Duration bindingFreshness,
        Duration staleAfter,
        Duration hostTimeout,
        int partsInMemory,
        LaneLimits lane) {}
