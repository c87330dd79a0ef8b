package io.offlinepush.harmonyos;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.Replace;
import io.offlinepush.spi.Notification;
import java.nio.ByteBuffer;

/**
 * A notification's place on the phone: of two alerts with one {@code notifyId} the newer replaces the older (Push Kit,
 * Alert payload). 0 to 2,147,483,647, since a recall asks for that range.
 *
 * <p>31 bits of a hash: of the message's id, so that all editions of a message have one place and no other message has
 * it; or, where it replaces, of the conversation. Among a thousand notifications on one phone, two share a place in one
 * case of 4,300.
 *
 * <p>A phone keeps what it shows over restarts and updates of the server, so neither hash may ever change.
 */
final class NotifyId {

    /** The digits of the longest one. */
    static final int MOST_DIGITS = 10;

    private static final int NON_NEGATIVE = 0x7fff_ffff;
    private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    private NotifyId() {}

    static int of(Notification notification) {
        Conversation conversation = notification.conversation();
        if (notification.replace() == Replace.CONVERSATION && conversation != null) {
            return of(conversation);
        }
        return of(notification.messageId().value());
    }

    private static int of(Conversation conversation) {
        String name = conversation.type().number() + ":" + conversation.id();
        return ByteBuffer.wrap(Sha256.of(name)).getInt() & NON_NEGATIVE;
    }

    /** FNV-1a and a final mix: made for every push, where a SHA-256 would cost as much as the rest of the template. */
    private static int of(String messageId) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < messageId.length(); i++) {
            hash = (hash ^ messageId.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51_afd7_ed55_8ccdL;
        return (int) (hash >>> 32) & NON_NEGATIVE;
    }
}
