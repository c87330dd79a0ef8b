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
 * @param sender who is shown to the app as its sender, and left out of a group and of all users; null for nobody
 * @param conversation what the app opens, as the receivers see it; also what belongs together: after an outage the newest for
 *     the same audience stands for all. Null for none, and then no other stands for it
 * @param priority which of several pushes goes first; medium by default
 * @param expireAfter for how long after it is stored it may still go out: 1 second to 7 days, 24 hours by default
 * @param reach which devices; {@link Reach#OFFLINE} by default
 * @param replace whether it takes the place of the conversation's notification that shows; {@link Replace#NOTHING} by
 *     default. {@link Replace#CONVERSATION} needs a conversation
 */
public record NotifyOptions(
        @Nullable UserId sender,
        @Nullable Conversation conversation,
        Priority priority,
        Duration expireAfter,
        Reach reach,
        Replace replace) {

    /** Without sender and conversation; medium priority, owed for 24 hours, to devices that are offline. */
    public static final NotifyOptions DEFAULT =
            new NotifyOptions(null, null, Priority.MEDIUM, SendConfig.DEFAULT_EXPIRY, Reach.OFFLINE, Replace.NOTHING);

    /**
     * Checks the expiry.
     *
     * @throws InvalidRequestException if it is under a second or over 7 days
     */
    public NotifyOptions {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(reach, "reach");
        Objects.requireNonNull(replace, "replace");
        Check.expiry("notifyOptions.expireAfter", expireAfter);
    }

    /**
     * The same with a sender.
     *
     * @param other who is shown to the app as its sender
     * @return a copy
     */
    public NotifyOptions withSender(UserId other) {
        return new NotifyOptions(
                Objects.requireNonNull(other, "sender"), conversation, priority, expireAfter, reach, replace);
    }

    /**
     * The same with a conversation.
     *
     * @param other what the app opens, as the receivers see it
     * @return a copy
     */
    public NotifyOptions withConversation(Conversation other) {
        return new NotifyOptions(
                sender, Objects.requireNonNull(other, "conversation"), priority, expireAfter, reach, replace);
    }

    /**
     * The same with another priority.
     *
     * @param other the priority
     * @return a copy
     */
    public NotifyOptions withPriority(Priority other) {
        return new NotifyOptions(sender, conversation, other, expireAfter, reach, replace);
    }

    /**
     * The same with another expiry.
     *
     * @param other 1 second to 7 days
     * @return a copy
     */
    public NotifyOptions withExpireAfter(Duration other) {
        return new NotifyOptions(sender, conversation, priority, other, reach, replace);
    }

    /**
     * The same with another reach.
     *
     * @param other which devices
     * @return a copy
     */
    public NotifyOptions withReach(Reach other) {
        return new NotifyOptions(sender, conversation, priority, expireAfter, other, replace);
    }

    /**
     * The same with another replacement.
     *
     * @param other whether it takes the place of the conversation's notification that shows
     * @return a copy
     */
    public NotifyOptions withReplace(Replace other) {
        return new NotifyOptions(sender, conversation, priority, expireAfter, reach, other);
    }
}
