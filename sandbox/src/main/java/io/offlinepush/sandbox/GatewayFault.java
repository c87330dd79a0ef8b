package io.offlinepush.sandbox;

/** A {@link Fault} of the gateway as a whole, which lasts until it is replaced or cleared. */
public sealed interface GatewayFault extends Fault permits ClockSkew, QpsLimit {}
