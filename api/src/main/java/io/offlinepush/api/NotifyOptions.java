package io.offlinepush.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a notification of the host is pushed.
 *
 * <pre>{@code
 * NotifyOptions.DEFAULT.withSender(alice).withConversation(Conversation.group(team)).withPriority(Priority.HIGH);
 * }</pre>
 *
 * @param sender the user whom the app sees as the sender. A notification for a group or for all users is not pushed to
 *     its sender. Null for none
 * @param conversation the conversation that the app opens, as the receivers see it. After an outage, only the newest
 *     notification of a conversation for the same audience is pushed. Null for none; then no other notification
 *     supersedes this one
 * @param priority the order among owed pushes when not all can be sent at once; medium by default
 * @param expireAfter how long after the notification is stored it may be pushed: 1 second to 7 days, 24 hours by
 *     default
 * @param reach which devices of the audience are pushed to; {@link Reach#OFFLINE} by default
 * @param replace whether the notification replaces the one that the phone shows for the conversation;
 *     {@link Replace#NOTHING} by default. {@link Replace#CONVERSATION} needs a conversation
 */
public record NotifyOptions(
        @Nullable UserId sender,
        @Nullable Conversation conversation,
        Priority priority,
        Duration expireAfter,
        Reach reach,
        Replace replace) {

    /** No sender and no conversation; medium priority; expires after 24 hours; for devices that are offline. */
    public static final NotifyOptions DEFAULT =
            new NotifyOptions(null, null, Priority.MEDIUM, SendConfig.DEFAULT_EXPIRY, Reach.OFFLINE, Replace.NOTHING);

    /**
     * Checks the expiry.
     *
     * @throws InvalidRequestException if the expiry is shorter than 1 second or longer than 7 days
     */
    public NotifyOptions {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(reach, "reach");
        Objects.requireNonNull(replace, "replace");
        Check.expiry("notifyOptions.expireAfter", expireAfter);
    }

    /**
     * A copy with a sender.
     *
     * @param other the user whom the app sees as the sender
     * @return the copy
     */
    public NotifyOptions withSender(UserId other) {
        return new NotifyOptions(
                Objects.requireNonNull(other, "sender"), conversation, priority, expireAfter, reach, replace);
    }

    /**
     * A copy with a conversation.
     *
     * @param other the conversation that the app opens, as the receivers see it
     * @return the copy
     */
    public NotifyOptions withConversation(Conversation other) {
        return new NotifyOptions(
                sender, Objects.requireNonNull(other, "conversation"), priority, expireAfter, reach, replace);
    }

    /**
     * A copy with another priority.
     *
     * @param other the new priority
     * @return the copy
     */
    public NotifyOptions withPriority(Priority other) {
        return new NotifyOptions(sender, conversation, other, expireAfter, reach, replace);
    }

    /**
     * A copy with another expiry.
     *
     * @param other the new expiry, 1 second to 7 days
     * @return the copy
     * @throws InvalidRequestException if the expiry is out of range
     */
    public NotifyOptions withExpireAfter(Duration other) {
        return new NotifyOptions(sender, conversation, priority, other, reach, replace);
    }

    /**
     * A copy with another reach.
     *
     * @param other the devices to push to
     * @return the copy
     */
    public NotifyOptions withReach(Reach other) {
        return new NotifyOptions(sender, conversation, priority, expireAfter, other, replace);
    }

    /**
     * A copy with another replacement.
     *
     * @param other whether the notification replaces the one that the phone shows for the conversation
     * @return the copy
     */
    public NotifyOptions withReplace(Replace other) {
        return new NotifyOptions(sender, conversation, priority, expireAfter, reach, other);
    }
}
