package io.offlinepush.core.format;

import com.google.common.hash.Hashing;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageType;
import io.offlinepush.spi.Bytes;
import java.util.Arrays;

/**
 * A message as the store keeps it.
 *
 * @param type what the content is
 * @param content as sent
 * @param extendedData as sent
 */
public record MessageBody(MessageType type, String content, String extendedData) {

    private static final int FORMAT = 1;

    /** Half of a SHA-256: two different messages of one sender do not meet in it. */
    private static final int FINGERPRINT_BYTES = 16;

    /** The body of a message. */
    public static MessageBody of(Message message) {
        return new MessageBody(message.type(), message.content(), message.extendedData());
    }

    /**
     * What tells this message from another one under the same client id: where it goes and what it says. It does not
     * depend on the body's format, so that neighbouring versions agree.
     */
    public static Bytes fingerprint(Message message) {
        Conversation conversation = message.conversation();
        Bytes all = new BodyWriter(0)
                .number(conversation.type().number())
                .text(conversation.id())
                .number(message.type().number())
                .text(message.content())
                .text(message.extendedData())
                .done();
        byte[] hash = Hashing.sha256().hashBytes(all.toByteArray()).asBytes();
        return Bytes.copyOf(Arrays.copyOf(hash, FINGERPRINT_BYTES));
    }

    /** For the store. */
    public Bytes encode() {
        return new BodyWriter(FORMAT)
                .number(type.number())
                .text(content)
                .text(extendedData)
                .done();
    }

    /** From the store. */
    public static MessageBody decode(Bytes body) {
        BodyReader in = new BodyReader("a message", FORMAT, body);
        return new MessageBody(type(in.number()), in.text(), in.text());
    }

    private static MessageType type(int number) {
        if (number < 1 || number > MessageType.MOST) {
            throw new UnknownFormatException("a message's type", number);
        }
        return new MessageType(number);
    }

    /** The conversation types by number, for the other bodies of this package. */
    static ConversationType conversationType(int number) {
        for (ConversationType type : ConversationType.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        throw new UnknownFormatException("a conversation's type", number);
    }

    @Override
    public String toString() {
        return "MessageBody[" + type + ", " + content.length() + " chars]";
    }
}
