package io.offlinepush.api;

import java.util.List;
import java.util.Objects;

/**
 * The result of a test push. It covers this process and the vendor; whether the phone showed the notification is not
 * known.
 *
 * @param outcome how the test push ended
 * @param vendorCode the vendor's code; empty if no answer came
 * @param requestId the vendor's id of the request; empty if no answer came
 * @param cause why there was no answer about the device, for example {@code connection refused}; empty if there was one
 * @param events the steps, oldest first
 */
public record TestPushResult(
        Outcome outcome, String vendorCode, String requestId, String cause, List<TraceEvent> events) {

    /** How a test push can end. A later version may add constants: write a default in a {@code switch}. */
    public enum Outcome {
        /** The vendor accepted it. */
        ACCEPTED,
        /** No device is registered under this PushID. */
        NO_BINDING,
        /** The vendor refused it. */
        REJECTED,
        /** The vendor says that the token is dead; the registration was removed. */
        TOKEN_INVALID,
        /** The vendor or the connection to it is busy. Try again later. */
        RETRY_LATER,
        /** No answer came. The phone may or may not show the notification. */
        UNKNOWN
    }

    /** Copies the events. */
    public TestPushResult {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(vendorCode, "vendorCode");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(cause, "cause");
        events = List.copyOf(events);
    }
}
