package io.offlinepush.sandbox.rules;

/**
 * {@code pushOptions} of a request. Push Kit REST API, messages:send, pushOptions.
 *
 * @param ttlSeconds how long the gateway keeps the message for a phone that is offline
 * @param collapseKey 0 to 100: of this group only the newest is kept while offline; -1: all are, as of every message
 *     that is no alert
 */
public record PushOptions(boolean testMessage, int ttlSeconds, int collapseKey) {
    private static final int DEFAULT_TTL = 86_400;
    private static final int MAX_TTL = 1_296_000;
    private static final int MAX_BI_TAG_BYTES = 64;
    private static final PushOptions DEFAULTS = new PushOptions(false, DEFAULT_TTL, -1);

    static PushOptions read(int pushType, Fields envelope) {
        return envelope.optionalObject(
                        "pushOptions", "testMessage", "ttl", "biTag", "receiptId", "collapseKey", "backgroundMode")
                .map(f -> of(pushType, f))
                .orElse(DEFAULTS);
    }

    private static PushOptions of(int pushType, Fields f) {
        int ttl = f.integer("ttl", Integer.MIN_VALUE, Integer.MAX_VALUE, DEFAULT_TTL);
        if (ttl < 1) {
            throw new Refusal(Codes.ILLEGAL_EXPIRE_TIME, "Illegal expire time.");
        }
        if (ttl > MAX_TTL) {
            throw f.illegal("ttl", "value ranges from 1 to " + MAX_TTL);
        }
        if (StrictJson.utf8Length(f.optionalText("biTag")) > MAX_BI_TAG_BYTES) {
            throw f.illegal("biTag", "must be at most " + MAX_BI_TAG_BYTES + " bytes");
        }
        if (f.has("receiptId")) {
            f.text("receiptId");
        }
        f.oneOf("backgroundMode", 0, 0, 1);
        if (f.has("backgroundMode") && pushType != PushType.BACKGROUND) {
            throw f.illegal("backgroundMode", "is for push-type 6 only");
        }
        int collapseKey = f.integer("collapseKey", -1, 100, -1);
        return new PushOptions(f.bool("testMessage", false), ttl, pushType == PushType.ALERT ? collapseKey : -1);
    }
}
