package io.offlinepush.core.format;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;

/**
 * What an owed push is to show, as the store keeps it.
 *
 * @param sender who sent the message
 * @param conversation seen from the receiver
 * @param content what the phone shows
 */
public record PushBody(UserId sender, Conversation conversation, PushConfig content) {

    private static final int FORMAT = 1;

    /** For the store. */
    public Bytes encode() {
        return new BodyWriter(FORMAT)
                .text(sender.value())
                .number(conversation.type().number())
                .text(conversation.id())
                .text(content.title())
                .text(content.content())
                .text(content.payload())
                .number(content.enableBadge() ? 1 : 0)
                .number(content.badgeIncrement())
                .done();
    }

    /** From the store. */
    public static PushBody decode(Bytes body) {
        BodyReader in = new BodyReader("an owed push", FORMAT, body);
        UserId sender = new UserId(in.text());
        Conversation conversation = new Conversation(MessageBody.conversationType(in.number()), in.text());
        return new PushBody(
                sender, conversation, new PushConfig(in.text(), in.text(), in.text(), in.number() == 1, in.number()));
    }
}
