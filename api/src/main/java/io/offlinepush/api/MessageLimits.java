package io.offlinepush.api;

/**
 * The limits of one instance, below the hard ceilings that the values check.
 *
 * @param idBytes the longest id, in UTF-8 bytes
 * @param textBytes the longest message content, in UTF-8 bytes
 * @param payloadBytes the longest payload, in UTF-8 bytes after JSON escaping
 * @param extendedDataBytes the longest extended data, in UTF-8 bytes
 */
public record MessageLimits(int idBytes, int textBytes, int payloadBytes, int extendedDataBytes) {}
