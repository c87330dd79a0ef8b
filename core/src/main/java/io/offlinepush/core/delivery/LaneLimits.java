package io.offlinepush.core.delivery;

/**
 * The bounds of each lane.
 *
 * @param inFlight the most requests without an answer
 * @param devicesPerSecond the most devices that all processes together push in a second; 0 for unlimited
 * @param parked the most parts that wait in memory for their turn
 */
public record LaneLimits(int inFlight, int devicesPerSecond, int parked) {}
