package io.offlinepush.harmonyos;

import java.util.Map;

/** Why Push Kit refuses single tokens (the keys of {@code illegalTokens}), and who is to blame. */
enum Refusal {
    /** The token itself: it will never be taken. */
    TOKEN,
    /** The app's rights or configuration, a penalty, or how it uses Push Kit. The token stays. */
    APP,
    /** A reason that this table does not have. The token stays. */
    UNKNOWN;

    private static final Map<String, Refusal> REASONS = Map.ofEntries(
            Map.entry("tokenFormatError", TOKEN),
            Map.entry("tokenPlatformNotSupport", TOKEN),
            Map.entry("noPushTypeRight", APP),
            Map.entry("noRight", APP),
            Map.entry("atomicUnableSendUnsubscribedMsg", APP),
            Map.entry("countryNotSupport", APP),
            Map.entry("disableSendHuaweiMsgBecauseOfPenalty", APP),
            Map.entry("differentImgVerifyPolicy", APP),
            Map.entry("appinfoError", APP),
            Map.entry("noRightToSendThisLiveNotificationEvent", APP),
            Map.entry("notSupportPlayVoice", APP));

    /** What a reason means. */
    static Refusal of(String reason) {
        return REASONS.getOrDefault(reason, UNKNOWN);
    }
}
