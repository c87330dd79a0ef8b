package io.offlinepush.core.message;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.NoGroups;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The limits of this instance, which are lower than those of the values; and that a group needs a directory of groups.
 */
public final class LimitCheck {

    private final MessageLimits limits;
    private final boolean groups;

    /**
     * Checks against these limits.
     *
     * @param groups whether there is a directory of groups
     */
    public LimitCheck(MessageLimits limits, boolean groups) {
        this.limits = limits;
        this.groups = groups;
    }

    /** Refuses a message with a field over its limit. */
    void check(Message message, @Nullable PushConfig push) {
        if (message.conversation().type() == ConversationType.GROUP) {
            needsGroups("message.conversation");
        }
        atMost("message.sender", message.sender().value(), limits.idBytes());
        atMost("message.conversation.id", message.conversation().id(), limits.idBytes());
        atMost("message.clientMessageId", message.clientMessageId(), limits.idBytes());
        atMost("message.content", message.content(), limits.textBytes());
        atMost("message.extendedData", message.extendedData(), limits.extendedDataBytes());
        if (push != null) {
            check(push);
        }
    }

    /** Refuses a notification of the host with a field over its limit. */
    void check(NotificationKey key, Audience audience, PushConfig push, NotifyOptions options) {
        atMost("notificationKey", key.value(), limits.idBytes());
        if (audience instanceof Audience.Users named) {
            named.users().forEach(user -> atMost("audience.users", user.value(), limits.idBytes()));
        } else if (audience instanceof Audience.Group group) {
            needsGroups("audience");
            atMost("audience.group", group.group().value(), limits.idBytes());
        }
        UserId sender = options.sender();
        if (sender != null) {
            atMost("notifyOptions.sender", sender.value(), limits.idBytes());
        }
        Conversation conversation = options.conversation();
        if (conversation != null) {
            atMost("notifyOptions.conversation.id", conversation.id(), limits.idBytes());
        } else if (options.replace() == Replace.CONVERSATION) {
            throw InvalidRequestException.of(
                    "notifyOptions.conversation", "must be given where it replaces (Replace.CONVERSATION)");
        }
        check(push);
    }

    /** Refuses a report about a notification with an id over its limit. */
    void check(NotificationKey key, UserId user, DeviceId device) {
        atMost("notificationKey", key.value(), limits.idBytes());
        atMost("userId", user.value(), limits.idBytes());
        atMost("deviceId", device.value(), limits.idBytes());
    }

    /** Refuses a payload over its limit. */
    public void check(PushConfig push) {
        long found = escapedBytes(push.payload());
        if (found > limits.payloadBytes()) {
            throw new InvalidRequestException(
                    "pushConfig.payload",
                    "must be at most " + limits.payloadBytes() + " bytes after JSON escaping",
                    limits.payloadBytes(),
                    found);
        }
    }

    /** Without a directory a group has no members: what is meant for it would reach nobody, ever. */
    private void needsGroups(String field) {
        if (!groups) {
            throw InvalidRequestException.of(field, "must not be a group, because " + NoGroups.WHAT_TO_DO);
        }
    }

    private static void atMost(String field, String value, int limit) {
        // A char has at most three bytes: most texts need not be encoded to know that they fit.
        if (value.length() > limit / 3) {
            int bytes = value.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > limit) {
                throw InvalidRequestException.tooLong(field, limit, bytes);
            }
        }
    }

    /** UTF-8 bytes inside a JSON string: quote and backslash take two, a control character six. */
    static long escapedBytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : c < ' ' ? 6 : 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                // A pair of surrogates has four bytes.
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
