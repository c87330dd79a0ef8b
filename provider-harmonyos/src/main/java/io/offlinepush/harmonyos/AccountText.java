package io.offlinepush.harmonyos;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text of a service account in the forms in which it reaches a host: as AppGallery Connect exports it, with the
 * byte order mark of an editor, or in base64 as in a Kubernetes secret.
 */
final class AccountText {

    private static final String KEY = "-----BEGIN ";

    private AccountText() {}

    /**
     * The JSON, without white space and byte order mark around it, and decoded if it was in base64.
     *
     * @return the text itself if it is in none of these forms
     */
    static String plain(String text) {
        String stripped = Texts.withoutByteOrderMark(text.strip()).strip();
        if (stripped.startsWith("{")) {
            return stripped;
        }
        String decoded = decoded(stripped);
        return decoded.startsWith("{") ? decoded : stripped;
    }

    /** Whether this is the text of an account, right or wrong, and no path. */
    static boolean isText(String plain) {
        return plain.startsWith("{") || plain.contains(KEY) || plain.indexOf('\n') >= 0 || isQuoted(plain);
    }

    /** Whether somebody put quotes around it. */
    static boolean isQuoted(String plain) {
        return plain.length() > 1
                && (plain.charAt(0) == '"' || plain.charAt(0) == '\'')
                && plain.substring(1).stripLeading().startsWith("{");
    }

    /** Whether it is, or has, a key in PEM and is no JSON. */
    static boolean isBareKey(String plain) {
        return plain.startsWith(KEY);
    }

    private static String decoded(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Texts.withoutByteOrderMark(decoded).strip();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            // Not base64, or not of a text.
            return "";
        }
    }
}
