package io.offlinepush.harmonyos;

import io.offlinepush.spi.Notification;
import java.util.HexFormat;

/**
 * By what Push Kit tells a repetition from something new: a phone shows an {@code appMessageId} once in 24 hours.
 *
 * <p>The message's id, a hyphen and the edition. Message ids are random: no other message has the same one, whatever
 * store, namespace or process it comes from. Counted numbers begin anew with a store in memory, and a phone would hide
 * what follows.
 *
 * <p>Push Kit allows 64 characters of letters, digits and {@code + / = - _}. An id that does not fit, which only
 * another core would make, is hashed.
 */
final class AppMessageId {

    /** Push Kit's limit. */
    private static final int MOST_CHARS = 64;

    /** A hyphen and the longest edition. */
    private static final int EDITION_CHARS = 11;

    private static final int HASH_BYTES = 20;

    private AppMessageId() {}

    static String of(Notification notification) {
        String id = notification.messageId().value();
        return (fits(id) ? id : hashed(id)) + '-' + notification.edition();
    }

    private static boolean fits(String id) {
        if (id.length() > MOST_CHARS - EDITION_CHARS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!allowed(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowed(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    }

    private static String hashed(String id) {
        return HexFormat.of().formatHex(Sha256.of(id), 0, HASH_BYTES);
    }
}
