package io.offlinepush.api;

import java.time.Instant;
import java.util.Objects;

/**
 * A part of an owed push that ended without having been accepted, and is kept aside.
 *
 * @param part its name: the owed push's number and which part of it, for example {@code 4711.0}
 * @param messageId the message it is about; {@link Diagnostics#trace} tells more
 * @param reason why it is dead
 * @param diedAt when, in the store's time
 */
public record DeadPush(String part, MessageId messageId, EndReason reason, Instant diedAt) {

    /** Refuses null. */
    public DeadPush {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(diedAt, "diedAt");
    }
}
