package io.offlinepush.sandbox;

/**
 * A fault that happened.
 *
 * @param fault as it was scripted
 * @param connection the connection it happened on, as in {@link SeenRequest}
 * @param requestId the request it happened to, as in {@link SeenRequest}; empty when it happened to the connection
 */
public record FiredFault(Fault fault, int connection, String requestId) {}
