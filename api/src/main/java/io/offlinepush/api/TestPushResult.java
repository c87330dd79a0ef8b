package io.offlinepush.api;

import java.util.List;
import java.util.Objects;

/**
 * How a test push went, link by link: our side, then the vendor's. The last link, vendor to phone, cannot be seen from
 * here.
 *
 * @param outcome how it ended
 * @param vendorCode the vendor's code; empty if none came
 * @param requestId the vendor's id of the request; empty if none came
 * @param cause why there was no answer about the device, for example {@code connection refused}; empty where there was one
 * @param events the steps, oldest first
 */
public record TestPushResult(
        Outcome outcome, String vendorCode, String requestId, String cause, List<TraceEvent> events) {

    /** How a test push can end. More may come in a later version: a {@code switch} needs a default. */
    public enum Outcome {
        /** The vendor took it. */
        ACCEPTED,
        /** No device is registered under this PushID. */
        NO_BINDING,
        /** The vendor refused it. */
        REJECTED,
        /** The vendor says that the token is dead; the registration was removed. */
        TOKEN_INVALID,
        /** The vendor, or the way to it, is busy: try again later. */
        RETRY_LATER,
        /** No answer came: it may have been shown or not. */
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
