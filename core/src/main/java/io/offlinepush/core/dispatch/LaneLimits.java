package io.offlinepush.core.dispatch;

/**
 * The bounds of each lane of a process.
 *
 * @param inFlight how many requests may be without a verdict
 * @param devicesPerSecond how many devices may be pushed in a second; 0 for as many as will
 * @param parked how many parts may wait for their turn in memory
 */
public record LaneLimits(int inFlight, int devicesPerSecond, int parked) {}
