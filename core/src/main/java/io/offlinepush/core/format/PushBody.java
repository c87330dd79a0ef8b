package io.offlinepush.core.format;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an owed push is to show, as the store keeps it.
 *
 * @param sender who sent the message; null for a notification of the host that names nobody
 * @param conversation seen from the receiver; null for a notification of the host that names none
 * @param content what the phone shows
 * @param audience whom a notification of the host is for; null for a message: its timeline says it
 * @param reach which of their devices
 * @param replace whether it takes the place of what shows of the conversation
 */
public record PushBody(
        @Nullable UserId sender,
        @Nullable Conversation conversation,
        PushConfig content,
        @Nullable Audience audience,
        Reach reach,
        Replace replace) {

    private static final int FORMAT = 1;

    /** The push of a message. */
    public static PushBody ofMessage(UserId sender, Conversation conversation, PushConfig content, Replace replace) {
        return new PushBody(sender, conversation, content, null, Reach.OFFLINE, replace);
    }

    /** For the store. */
    public Bytes encode() {
        BodyWriter out = BodyWriter.begin(FORMAT);
        NotificationFields.write(out, sender, conversation, content);
        NotificationFields.write(out, audience);
        return out.number(reach.number()).number(replace.number()).done();
    }

    /** From the store. */
    public static PushBody decode(Bytes body) {
        BodyReader in = new BodyReader("an owed push", FORMAT, body);
        return new PushBody(
                NotificationFields.sender(in),
                NotificationFields.conversation(in),
                NotificationFields.content(in),
                NotificationFields.audience(in),
                NotificationFields.reach(in.number()),
                NotificationFields.replace(in.number()));
    }
}
