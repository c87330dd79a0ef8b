package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a message is sent (ZIM API reference, ZIMMessageSendConfig).
 *
 * @param priority which of several pushes goes first
 * @param pushConfig what the phone shows if the receiver is offline; null: the message is stored and delivered, and
 *     nothing is pushed
 * @param expireAfter for how long after it is stored a push may still go out: 1 second to 7 days, 24 hours by default
 * @param replace whether it takes the place of the conversation's notification that shows; {@link Replace#NOTHING} by default
 */
public record SendConfig(Priority priority, @Nullable PushConfig pushConfig, Duration expireAfter, Replace replace) {

    /** For how long a push is owed unless the caller says otherwise. */
    public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);

    /**
     * Checks the expiry.
     *
     * @throws InvalidRequestException if it is under a second or over 7 days
     */
    public SendConfig {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(replace, "replace");
        Check.expiry("sendConfig.expireAfter", expireAfter);
    }

    /**
     * Stored and delivered, and pushed to devices that are offline; medium priority, owed for 24 hours.
     *
     * @param pushConfig what the phone shows
     * @return the config
     */
    public static SendConfig push(PushConfig pushConfig) {
        return new SendConfig(
                Priority.MEDIUM, Objects.requireNonNull(pushConfig, "pushConfig"), DEFAULT_EXPIRY, Replace.NOTHING);
    }

    /**
     * Stored and delivered, never pushed.
     *
     * @return the config
     */
    public static SendConfig withoutPush() {
        return new SendConfig(Priority.MEDIUM, null, DEFAULT_EXPIRY, Replace.NOTHING);
    }

    /**
     * The same with another priority.
     *
     * @param other the priority
     * @return a copy
     */
    public SendConfig withPriority(Priority other) {
        return new SendConfig(other, pushConfig, expireAfter, replace);
    }

    /**
     * The same with another expiry.
     *
     * @param other 1 second to 7 days
     * @return a copy
     */
    public SendConfig withExpireAfter(Duration other) {
        return new SendConfig(priority, pushConfig, other, replace);
    }

    /**
     * The same with another replacement.
     *
     * @param other whether it takes the place of the conversation's notification that shows
     * @return a copy
     */
    public SendConfig withReplace(Replace other) {
        return new SendConfig(priority, pushConfig, expireAfter, other);
    }
}
