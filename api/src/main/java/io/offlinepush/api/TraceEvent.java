package io.offlinepush.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of an owed push. Ids and codes only.
 *
 * @param at when, in the store's time
 * @param stage which step
 * @param pushId for which device; null where it is about the message or a device without a registration
 * @param reason how it ended; null before the end
 * @param vendorCode the vendor's code, for example {@code 80000000}; empty where there is none
 * @param requestId the vendor's id of the request; empty where there is none
 * @param cause why it is to be tried again, for example {@code connection refused}; empty where that is not known, and at every
 *     other stage
 */
public record TraceEvent(
        Instant at,
        TraceStage stage,
        @Nullable PushId pushId,
        @Nullable EndReason reason,
        String vendorCode,
        String requestId,
        String cause) {

    /** Refuses null where none is allowed. */
    public TraceEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(vendorCode, "vendorCode");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(cause, "cause");
    }
}
