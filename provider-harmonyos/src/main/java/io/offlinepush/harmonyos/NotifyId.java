package io.offlinepush.harmonyos;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.Replace;
import io.offlinepush.spi.Notification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A notification's place on the phone: of two alerts with one {@code notifyId} the newer replaces the older (Push Kit, Alert
 * payload). 0 to 2,147,483,647, since a recall asks for that range.
 *
 * <p>The owed push's number, which is counted, so that no two on a phone are alike; where it replaces, 31 bits of a hash of the
 * conversation. Of a thousand conversations two share a place on one phone in some 4,300.
 */
final class NotifyId {

    private static final int NON_NEGATIVE = 0x7fff_ffff;

    private NotifyId() {}

    static int of(Notification notification) {
        Conversation conversation = notification.conversation();
        if (notification.replace() == Replace.CONVERSATION && conversation != null) {
            return of(conversation);
        }
        return (int) notification.number() & NON_NEGATIVE;
    }

    private static int of(Conversation conversation) {
        String name = conversation.type().number() + ":" + conversation.id();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getInt() & NON_NEGATIVE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
