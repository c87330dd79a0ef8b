package io.offlinepush.core.format;

import com.google.common.hash.Hashing;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;

/**
 * Names the conversation of an owed push, of which the newest stands for all after an outage: 32 hexadecimal digits, half of
 * a SHA-256 of who is to get it and what it is about. It does not depend on the body's format, so that neighbouring versions
 * agree.
 */
public final class ConversationName {

    private static final int PEER = 0;
    private static final int GROUP = 1;

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

    private static String name(Bytes all) {
        return Hashing.sha256().hashBytes(all.toByteArray()).toString().substring(0, DIGITS);
    }
}
