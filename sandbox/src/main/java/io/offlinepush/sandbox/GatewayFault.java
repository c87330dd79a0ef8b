package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.ClockSkew;
import io.offlinepush.sandbox.faults.QpsLimit;

/** A {@link Fault} of the gateway as a whole, which lasts until it is replaced or cleared. */
public sealed interface GatewayFault extends Fault permits ClockSkew, QpsLimit {}
