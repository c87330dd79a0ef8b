package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a message is sent (ZIM API reference, ZIMMessageSendConfig).
 *
 * @param priority the order among owed pushes when not all can be sent at once
 * @param pushConfig what the phone shows if the receiver is offline. Null: the message is stored and delivered, but not
 *     pushed
 * @param expireAfter how long after the message is stored it may be pushed: 1 second to 7 days, 24 hours by default
 * @param replace whether the notification replaces the one that the phone shows for the conversation;
 *     {@link Replace#NOTHING} by default
 */
public record SendConfig(Priority priority, @Nullable PushConfig pushConfig, Duration expireAfter, Replace replace) {

    /** The default expiry: 24 hours. */
    public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);

    /**
     * Checks the expiry.
     *
     * @throws InvalidRequestException if the expiry is shorter than 1 second or longer than 7 days
     */
    public SendConfig {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(replace, "replace");
        Check.expiry("sendConfig.expireAfter", expireAfter);
    }

    /**
     * A message that is stored, delivered, and pushed to devices that are offline. Medium priority; expires after 24
     * hours.
     *
     * @param pushConfig what the phone shows
     * @return the config
     */
    public static SendConfig push(PushConfig pushConfig) {
        return new SendConfig(
                Priority.MEDIUM, Objects.requireNonNull(pushConfig, "pushConfig"), DEFAULT_EXPIRY, Replace.NOTHING);
    }

    /**
     * A message that is stored and delivered, but never pushed.
     *
     * @return the config
     */
    public static SendConfig withoutPush() {
        return new SendConfig(Priority.MEDIUM, null, DEFAULT_EXPIRY, Replace.NOTHING);
    }

    /**
     * A copy with another priority.
     *
     * @param other the new priority
     * @return the copy
     */
    public SendConfig withPriority(Priority other) {
        return new SendConfig(other, pushConfig, expireAfter, replace);
    }

    /**
     * A copy with another expiry.
     *
     * @param other the new expiry, 1 second to 7 days
     * @return the copy
     * @throws InvalidRequestException if the expiry is out of range
     */
    public SendConfig withExpireAfter(Duration other) {
        return new SendConfig(priority, pushConfig, other, replace);
    }

    /**
     * A copy with another replacement.
     *
     * @param other whether the notification replaces the one that the phone shows for the conversation
     * @return the copy
     */
    public SendConfig withReplace(Replace other) {
        return new SendConfig(priority, pushConfig, expireAfter, other);
    }
}
