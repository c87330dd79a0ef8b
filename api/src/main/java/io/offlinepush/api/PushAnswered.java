package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How a request to a vendor was answered: one notification for one or many devices of an app.
 *
 * @param app which app's
 * @param messageId the message it is about
 * @param took from the hand-over to the provider until its answer
 * @param accepted for how many devices the vendor took it
 * @param rejected for how many it refused it
 * @param tokenInvalid how many tokens are dead
 * @param retryLater how many are to be tried again
 * @param unknown for how many no answer came: they may have been reached or not
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
