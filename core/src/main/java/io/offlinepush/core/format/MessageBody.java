package io.offlinepush.core.format;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageType;
import io.offlinepush.spi.Bytes;

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

    /**
     * A message for the store.
     *
     * @param fingerprint tells this message from another one under the same client id: where it goes and what it says.
     *     It does not depend on the body's format, so that neighbouring versions agree
     * @param body the body
     */
    public record Stored(Bytes fingerprint, Bytes body) {}

    /** Fingerprint and body of a message. They are made in one go, since they end with the same fields. */
    public static Stored stored(Message message) {
        Conversation conversation = message.conversation();
        BodyWriter out =
                BodyWriter.begin(0).number(conversation.type().number()).text(conversation.id());
        int bodyFrom = out.length();
        write(out, message.type(), message.content(), message.extendedData());
        return new Stored(out.hash(FINGERPRINT_BYTES), out.tail(bodyFrom, FORMAT));
    }

    /** For the store. */
    public Bytes encode() {
        return write(BodyWriter.begin(FORMAT), type, content, extendedData).done();
    }

    private static BodyWriter write(BodyWriter out, MessageType type, String content, String extendedData) {
        return out.number(type.number()).text(content).text(extendedData);
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
