package io.offlinepush.api;

/**
 * What the phone shows when the receiver is offline (ZIM API reference, ZIMPushConfig).
 *
 * <pre>{@code
 * PushConfig.of("Alice", "Are you there?").withPayload("{\"room\":42}").withBadge(1);
 * }</pre>
 *
 * @param title the title: not blank, because Push Kit refuses an alert without a title. Shortened at a code point if
 *     the vendor's size limit requires it
 * @param content the text: not blank, shortened like the title
 * @param payload a text that the app receives unchanged when the user taps the notification; at most 1,024 UTF-8 bytes
 *     after JSON escaping by default; empty for none
 * @param enableBadge whether the badge of the app's icon grows
 * @param badgeIncrement the number added to the badge: 0 to 99. A higher number counts as 99 (ZIM server API,
 *     BadgeIncrement)
 */
public record PushConfig(String title, String content, String payload, boolean enableBadge, int badgeIncrement) {

    private static final int MOST_BADGE = 99;

    /**
     * Checks every field.
     *
     * @throws InvalidRequestException if the title or the content is blank, a text is too long, or the increment is
     *     negative
     */
    public PushConfig {
        Check.visible("pushConfig.title", title);
        Check.visible("pushConfig.content", content);
        Check.text("pushConfig.payload", payload);
        if (badgeIncrement < 0) {
            throw new InvalidRequestException("pushConfig.badgeIncrement", "must be 0 to 99", 0, badgeIncrement);
        }
        badgeIncrement = Math.min(badgeIncrement, MOST_BADGE);
    }

    /**
     * A notification without payload and badge.
     *
     * @param title the title
     * @param content the text
     * @return the config
     */
    public static PushConfig of(String title, String content) {
        return new PushConfig(title, content, "", false, 0);
    }

    /**
     * A copy with a payload.
     *
     * @param text the text that the app receives unchanged
     * @return the copy
     */
    public PushConfig withPayload(String text) {
        return new PushConfig(title, content, text, enableBadge, badgeIncrement);
    }

    /**
     * A copy that increments the badge.
     *
     * @param increment the number added to the badge: 0 to 99
     * @return the copy
     */
    public PushConfig withBadge(int increment) {
        return new PushConfig(title, content, payload, true, increment);
    }

    /** Shows lengths and the badge, never a text. */
    @Override
    public String toString() {
        return "PushConfig[title " + title.length() + ", content " + content.length() + ", payload " + payload.length()
                + " chars, badge " + (enableBadge ? "+" + badgeIncrement : "off") + "]";
    }
}
