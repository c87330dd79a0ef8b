package io.offlinepush.sandbox;

import java.time.Instant;

/**
 * A notification as a simulated phone shows it.
 *
 * <p>{@link #toString()} leaves out title, body and data: they are what people wrote.
 *
 * @param title never empty
 * @param body never empty
 * @param category for example {@code IM}
 * @param data {@code clickAction.data} as compact JSON text, for example {@code {"room":"42"}}; empty when there was
 *     none
 * @param notifyId 0 or more; -1 when the sender left it to the phone
 * @param appMessageId empty when there was none
 * @param badge the number on the app's icon once this notification had arrived
 * @param requestId of the gateway's answer to the request that brought it
 * @param receivedAt when the phone got it, by the sandbox's clock
 */
public record Notification(
        String title,
        String body,
        String category,
        String data,
        int notifyId,
        String appMessageId,
        int badge,
        String requestId,
        Instant receivedAt) {

    @Override
    public String toString() {
        return "Notification[category=" + category + ", notifyId=" + notifyId + ", appMessageId=" + appMessageId
                + ", badge=" + badge + ", requestId=" + requestId + ", receivedAt=" + receivedAt + "]";
    }
}
