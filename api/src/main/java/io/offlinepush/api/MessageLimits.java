package io.offlinepush.api;

/**
 * The limits of one instance. They are below the hard ceilings that the value types check.
 *
 * @param idBytes the longest id, in UTF-8 bytes, for example 64
 * @param textBytes the longest message content, in UTF-8 bytes, for example 2,048
 * @param payloadBytes the longest payload, in UTF-8 bytes after JSON escaping, for example 1,024
 * @param extendedDataBytes the longest extended data, in UTF-8 bytes, for example 1,024
 */
public record MessageLimits(int idBytes, int textBytes, int payloadBytes, int extendedDataBytes) {}
