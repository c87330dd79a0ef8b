package io.offlinepush.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of an owed push. Contains only ids and codes.
 *
 * @param at the time of the step, in the store's time
 * @param stage the kind of step
 * @param pushId the device; null if the step concerns the whole message or a device without a registration
 * @param reason the reason of the end; null before the end
 * @param vendorCode the vendor's code, for example {@code 80000000}; empty if there is none
 * @param requestId the vendor's id of the request; empty if there is none
 * @param cause the cause of a retry, for example {@code connection refused}; empty if it is unknown, and at every other
 *     stage
 */
public record TraceEvent(
        Instant at,
        TraceStage stage,
        @Nullable PushId pushId,
        @Nullable EndReason reason,
        String vendorCode,
        String requestId,
        String cause) {

    /** Refuses null, except where null is allowed. */
    public TraceEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(vendorCode, "vendorCode");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(cause, "cause");
    }
}
