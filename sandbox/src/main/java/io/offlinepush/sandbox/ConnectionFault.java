package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.BrokenConnection;
import io.offlinepush.sandbox.faults.EndAfter;

/**
 * A {@link Fault} that a connection can have. A {@link RequestFault} is one too: then every request on the connection
 * has it.
 */
public sealed interface ConnectionFault extends Fault permits RequestFault, BrokenConnection, EndAfter {}
