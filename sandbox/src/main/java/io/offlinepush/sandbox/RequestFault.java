package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.BodyFault;
import io.offlinepush.sandbox.faults.GoAwayNow;
import io.offlinepush.sandbox.faults.Reset;
import io.offlinepush.sandbox.faults.Slow;
import io.offlinepush.sandbox.faults.Stall;
import io.offlinepush.sandbox.faults.StreamLimit;

/** A {@link Fault} that a single request can have. */
public sealed interface RequestFault extends ConnectionFault
        permits Answer, Stall, Slow, Reset, GoAwayNow, StreamLimit, BodyFault {}
