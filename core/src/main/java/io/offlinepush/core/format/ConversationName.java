package io.offlinepush.core.format;

import com.google.common.hash.Hashing;
import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Names the conversation of an owed push, of which the newest stands for all after an outage: 32 hexadecimal digits, half of
 * a SHA-256 of who is to get it and what it is about. It does not depend on the body's format, so that neighbouring versions
 * agree.
 */
public final class ConversationName {

    private static final int PEER = 0;
    private static final int GROUP = 1;
    private static final int NOTIFICATION = 2;

    private static final int DIGITS = 32;

    private ConversationName() {}

    /** What one user writes to another. */
    public static String peer(UserId sender, UserId receiver) {
        return name(new BodyWriter(0)
                .number(PEER)
                .text(sender.value())
                .text(receiver.value())
                .done());
    }

    /** All that is written to a group. */
    public static String group(GroupId group) {
        return name(new BodyWriter(0).number(GROUP).text(group.value()).done());
    }

    /** What the host says to an audience about a conversation; empty, and so for itself, if it names none. */
    public static String notification(Audience audience, @Nullable Conversation conversation) {
        if (conversation == null) {
            return "";
        }
        BodyWriter out = new BodyWriter(0).number(NOTIFICATION);
        NotificationFields.write(out, conversation);
        NotificationFields.write(out, audience);
        return name(out.done());
    }

    private static String name(Bytes all) {
        return Hashing.sha256().hashBytes(all.toByteArray()).toString().substring(0, DIGITS);
    }
}
