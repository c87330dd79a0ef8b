package io.offlinepush.api;

import java.util.Objects;

/**
 * A message to be sent.
 *
 * <pre>{@code
 * Message.text(new UserId("alice"), Conversation.peer(new UserId("bob")), "Are you there?")
 *         .withClientMessageId("alice-phone-4711");
 * }</pre>
 *
 * @param sender the user who sends the message
 * @param conversation the receiver: another user or a group, never the sender
 * @param type the kind of content
 * @param content 1 to 32,768 UTF-8 bytes with at least one visible character; the instance's limit is lower, 2,048 by
 *     default
 * @param extendedData data of the app, passed to the receiver unchanged: at most 32,768 UTF-8 bytes, 1,024 by default;
 *     empty for none
 * @param clientMessageId the client's own id, so that a repeated send stores nothing twice: at most 128 UTF-8 bytes
 *     without control characters, unique for the sender, for example {@code alice-phone-4711}; empty for none
 */
public record Message(
        UserId sender,
        Conversation conversation,
        MessageType type,
        String content,
        String extendedData,
        String clientMessageId) {

    /**
     * Checks every field.
     *
     * @throws InvalidRequestException (code 6000001) if the content is blank, the sender is also the receiver, or a
     *     text is too long or not well-formed
     */
    public Message {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(type, "type");
        Check.visible("message.content", content);
        Check.text("message.extendedData", extendedData);
        Objects.requireNonNull(clientMessageId, "message.clientMessageId");
        if (!clientMessageId.isEmpty()) {
            Check.id("message.clientMessageId", clientMessageId);
        }
        if (conversation.type() == ConversationType.PEER && conversation.id().equals(sender.value())) {
            throw InvalidRequestException.of("message.conversation", "must not be the sender's own");
        }
    }

    /**
     * A text message without extended data and without a client message id.
     *
     * @param sender the user who sends the message
     * @param conversation the receiver
     * @param text the text
     * @return the message
     */
    public static Message text(UserId sender, Conversation conversation, String text) {
        return new Message(sender, conversation, MessageType.TEXT, text, "", "");
    }

    /**
     * A copy with the client's own id.
     *
     * @param id at most 128 UTF-8 bytes, unique for the sender
     * @return the copy
     */
    public Message withClientMessageId(String id) {
        return new Message(sender, conversation, type, content, extendedData, id);
    }

    /**
     * A copy with extended data.
     *
     * @param data at most 1,024 UTF-8 bytes by default
     * @return the copy
     */
    public Message withExtendedData(String data) {
        return new Message(sender, conversation, type, content, data, clientMessageId);
    }

    /** Shows sender, conversation, type and length, never the content. */
    @Override
    public String toString() {
        return "Message[" + sender + " -> " + conversation.id() + ", " + type + ", " + content.length() + " chars]";
    }
}
