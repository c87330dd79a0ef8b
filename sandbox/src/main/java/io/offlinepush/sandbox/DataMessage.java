package io.offlinepush.sandbox;

import java.time.Instant;

/**
 * A message for the app itself, of which nobody sees anything: what {@code pushService.receiveMessage} gets.
 *
 * <p>{@link #toString()} leaves out the data: it is what people wrote.
 *
 * @param pushType 6 for background, 10 for a VoIP call
 * @param extraData as sent, for example {@code {"scene":"voice"}}; never empty
 * @param requestId of the gateway's answer to the request that brought it
 * @param receivedAt when the phone got it, by the sandbox's clock
 */
public record DataMessage(int pushType, String extraData, String requestId, Instant receivedAt) {

    @Override
    public String toString() {
        return "DataMessage[pushType=" + pushType + ", requestId=" + requestId + ", receivedAt=" + receivedAt + "]";
    }
}
