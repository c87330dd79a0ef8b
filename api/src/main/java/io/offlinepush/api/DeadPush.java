package io.offlinepush.api;

import java.time.Instant;
import java.util.Objects;

/**
 * A dead letter: a part of an owed push that ended without being accepted and is kept aside.
 *
 * @param part the part's name, made of the owed push's number and the index of the part, for example {@code 4711.0}
 * @param messageId the message; {@link Diagnostics#trace} tells more
 * @param reason why the part is dead
 * @param diedAt the time when it died, in the store's time
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
