package io.offlinepush.api;

/**
 * What the phone shows when the receiver is offline (ZIM API reference, ZIMPushConfig).
 *
 * <pre>{@code
 * PushConfig.of("Alice", "Are you there?").withPayload("{\"room\":42}").withBadge(1);
 * }</pre>
 *
 * @param title the notification's title: not blank (Push Kit refuses an alert without one); shortened at a code point
 *     where the vendor's size limit asks for it
 * @param content the notification's text: not blank, shortened likewise
 * @param payload passed to the app as it is when the notification is tapped; at most 1,024 bytes after JSON escaping by
 *     default; empty for none
 * @param enableBadge whether the app's badge grows
 * @param badgeIncrement by how much: 0 to 99; over 99 counts as 99 (ZIM server API, BadgeIncrement)
 */
public record PushConfig(String title, String content, String payload, boolean enableBadge, int badgeIncrement) {

    private static final int MOST_BADGE = 99;

    /**
     * Checks every field.
     *
     * @throws InvalidRequestException if title or content is blank, a text is too long, or the increment is negative
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
     * @param title its title
     * @param content its text
     * @return the config
     */
    public static PushConfig of(String title, String content) {
        return new PushConfig(title, content, "", false, 0);
    }

    /**
     * The same with a payload.
     *
     * @param text passed to the app as it is
     * @return a copy
     */
    public PushConfig withPayload(String text) {
        return new PushConfig(title, content, text, enableBadge, badgeIncrement);
    }

    /**
     * The same with the badge on.
     *
     * @param increment 0 to 99
     * @return a copy
     */
    public PushConfig withBadge(int increment) {
        return new PushConfig(title, content, payload, true, increment);
    }

    /** Shows lengths and badge; never a text. */
    @Override
    public String toString() {
        return "PushConfig[title " + title.length() + ", content " + content.length() + ", payload " + payload.length()
                + " chars, badge " + (enableBadge ? "+" + badgeIncrement : "off") + "]";
    }
}
