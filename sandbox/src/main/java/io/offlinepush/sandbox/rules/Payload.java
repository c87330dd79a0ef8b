package io.offlinepush.sandbox.rules;

/** What {@code payload} holds, which depends on the push-type. */
public sealed interface Payload permits AlertMessage, DataPayload {
    /** The members {@code payload} may have are those of the push-type. */
    static Payload read(int pushType, Fields envelope) {
        return switch (pushType) {
            case PushType.BACKGROUND -> DataPayload.background(envelope.object("payload", "extraData", "proxyData"));
            case PushType.VOIP -> DataPayload.voip(envelope.object("payload", "extraData"));
            default -> AlertMessage.read(envelope.object("payload", "notification"));
        };
    }
}
