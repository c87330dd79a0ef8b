package io.offlinepush.inmemory;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry in one array, so that a kept message costs little more than its bytes:
 *
 * <pre>
 * ends of sender, message id, client message id, fingerprint  4 bytes each
 * sender, message id, client message id, fingerprint, body    empty for the host as sender, and for a client message
 *                                                             id that equals the message id
 * </pre>
 */
final class Packed {

    private static final int SENDER_END = 0;
    private static final int MESSAGE_ID_END = 4;
    private static final int CLIENT_ID_END = 8;
    private static final int FINGERPRINT_END = 12;
    private static final int HEADER = 16;
    private static final byte[] NOTHING = {};

    private Packed() {}

    static byte[] pack(Entry entry) {
        byte[] sender = sender(entry.sender());
        byte[] messageId = utf8(entry.messageId().value());
        byte[] clientId = clientId(entry);
        Bytes fingerprint = entry.fingerprint();
        Bytes body = entry.body();
        int senderEnd = HEADER + sender.length;
        int messageIdEnd = senderEnd + messageId.length;
        int clientIdEnd = messageIdEnd + clientId.length;
        int fingerprintEnd = clientIdEnd + fingerprint.size();
        byte[] packed = new byte[fingerprintEnd + body.size()];
        ByteBuffer.wrap(packed)
                .putInt(senderEnd)
                .putInt(messageIdEnd)
                .putInt(clientIdEnd)
                .putInt(fingerprintEnd)
                .put(sender)
                .put(messageId)
                .put(clientId);
        fingerprint.copyTo(packed, clientIdEnd);
        body.copyTo(packed, fingerprintEnd);
        return packed;
    }

    static @Nullable UserId sender(byte[] packed) {
        int end = end(packed, SENDER_END);
        return end == HEADER ? null : new UserId(text(packed, HEADER, end));
    }

    static MessageId messageId(byte[] packed) {
        return new MessageId(text(packed, end(packed, SENDER_END), end(packed, MESSAGE_ID_END)));
    }

    static Bytes body(byte[] packed) {
        return Bytes.copyOf(packed, end(packed, FINGERPRINT_END), packed.length);
    }

    static boolean hasMessageId(byte[] packed, byte[] messageId) {
        return equal(packed, end(packed, SENDER_END), end(packed, MESSAGE_ID_END), messageId);
    }

    /** Whether both have the key of rule 3: the sender and the client message id. */
    static boolean haveOneKey(byte[] packed, byte[] other) {
        return Arrays.equals(packed, HEADER, end(packed, SENDER_END), other, HEADER, end(other, SENDER_END))
                && Arrays.equals(
                        packed,
                        clientIdStart(packed),
                        clientIdEnd(packed),
                        other,
                        clientIdStart(other),
                        clientIdEnd(other));
    }

    static boolean haveOneFingerprint(byte[] packed, byte[] other) {
        return Arrays.equals(
                packed,
                end(packed, CLIENT_ID_END),
                end(packed, FINGERPRINT_END),
                other,
                end(other, CLIENT_ID_END),
                end(other, FINGERPRINT_END));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sender(@Nullable UserId sender) {
        return sender == null ? NOTHING : utf8(sender.value());
    }

    private static byte[] clientId(Entry entry) {
        String id = entry.clientMessageId();
        return id.equals(entry.messageId().value()) ? NOTHING : utf8(id);
    }

    private static int clientIdStart(byte[] packed) {
        int start = end(packed, MESSAGE_ID_END);
        return start == end(packed, CLIENT_ID_END) ? end(packed, SENDER_END) : start;
    }

    private static int clientIdEnd(byte[] packed) {
        // The client message id, or the message id that it is: both end where the client message id's place ends.
        return end(packed, CLIENT_ID_END);
    }

    private static int end(byte[] packed, int of) {
        return (packed[of] << 24)
                | ((packed[of + 1] & 0xFF) << 16)
                | ((packed[of + 2] & 0xFF) << 8)
                | (packed[of + 3] & 0xFF);
    }

    private static boolean equal(byte[] packed, int from, int to, byte[] other) {
        return Arrays.equals(packed, from, to, other, 0, other.length);
    }

    private static String text(byte[] packed, int from, int to) {
        return new String(packed, from, to - from, StandardCharsets.UTF_8);
    }
}
