package io.offlinepush.sandbox.rules;

import java.util.Set;

/**
 * A background (push-type 6) or VoIP (10) payload. Push Kit REST API, messages:send, Background and VoIPCall payload.
 */
public record DataPayload(int pushType, String extraData) implements Payload {

    static DataPayload background(Fields payload) {
        if (payload.has("proxyData")) {
            payload.oneOf("proxyData", Set.of("ENABLE"));
        }
        return new DataPayload(PushType.BACKGROUND, payload.text("extraData"));
    }

    static DataPayload voip(Fields payload) {
        return new DataPayload(PushType.VOIP, payload.text("extraData"));
    }

    @Override
    public String toString() {
        return "DataPayload[pushType=" + pushType + "]";
    }
}
