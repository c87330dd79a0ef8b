package io.offlinepush.core.format;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names the conversation of an owed push, of which the newest stands for all after an outage: 32 hexadecimal digits,
 * half of a SHA-256 of who is to get it and what it is about. It does not depend on the body's format, so that
 * neighbouring versions agree.
 */
public final class ConversationName {

    private static final int PEER = 0;
    private static final int GROUP = 1;
    private static final int NOTIFICATION = 2;

    private static final int HASH_BYTES = 16;

    private ConversationName() {}

    /** What one user writes to another. */
    public static String peer(UserId sender, UserId receiver) {
        return name(BodyWriter.begin(0).number(PEER).text(sender.value()).text(receiver.value()));
    }

    /** All that is written to a group. */
    public static String group(GroupId group) {
        return name(BodyWriter.begin(0).number(GROUP).text(group.value()));
    }

    /** What the host says to an audience about a conversation; empty, and so for itself, if it names none. */
    public static String notification(Audience audience, @Nullable Conversation conversation) {
        if (conversation == null) {
            return "";
        }
        BodyWriter out = BodyWriter.begin(0).number(NOTIFICATION);
        NotificationFields.write(out, conversation);
        NotificationFields.write(out, audience);
        return name(out);
    }

    private static String name(BodyWriter all) {
        return HexFormat.of().formatHex(all.hashed(HASH_BYTES).toByteArray());
    }
}
