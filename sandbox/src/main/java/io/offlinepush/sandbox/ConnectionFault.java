package io.offlinepush.sandbox;

/**
 * A {@link Fault} that a connection can have. A {@link RequestFault} is one too: then every request on the connection has
 * it.
 */
public sealed interface ConnectionFault extends Fault permits RequestFault, BrokenConnection, EndAfter {}
