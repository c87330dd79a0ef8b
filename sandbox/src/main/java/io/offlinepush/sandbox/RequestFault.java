package io.offlinepush.sandbox;

/** A {@link Fault} that a single request can have. */
public sealed interface RequestFault extends ConnectionFault
        permits Answer, Stall, Slow, Reset, GoAwayNow, StreamLimit, BodyFault {}
