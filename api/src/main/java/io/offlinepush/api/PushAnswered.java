package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;

/**
 * The result of one request to a vendor: one notification for one or many devices of an app.
 *
 * @param app the vendor app
 * @param messageId the message
 * @param took the time from the hand-over to the provider until its answer
 * @param accepted the number of devices for which the vendor accepted the notification
 * @param rejected the number of devices for which the vendor rejected it
 * @param tokenInvalid the number of devices whose token is dead
 * @param retryLater the number of devices to be tried again
 * @param unknown the number of devices without an answer; the vendor may or may not have the notification
 */
public record PushAnswered(
        VendorApp app,
        MessageId messageId,
        Duration took,
        int accepted,
        int rejected,
        int tokenInvalid,
        int retryLater,
        int unknown) {

    /** Refuses null. */
    public PushAnswered {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(took, "took");
    }
}
