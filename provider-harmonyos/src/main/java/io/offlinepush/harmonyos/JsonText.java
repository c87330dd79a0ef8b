package io.offlinepush.harmonyos;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON text as UTF-8, with as few bytes as JSON allows: only quote, backslash and U+0000 to U+001F are escaped, since
 * every byte counts against Push Kit's 4,096. Texts have no lone surrogates: the API's values refuse them.
 */
final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The most bytes that one char becomes. */
    private static final int WORST = 6;

    private byte[] bytes = new byte[1024];
    private int length;

    /** Appends JSON as it is. */
    JsonText raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** Appends a number. */
    JsonText number(long value) {
        return ascii(Long.toString(value));
    }

    /** Appends ASCII as it is. */
    JsonText ascii(String text) {
        room(text.length());
        copy(text, text.length());
        return this;
    }

    /** Appends a string: quoted, escaped. */
    JsonText string(String text) {
        int chars = text.length();
        room(WORST * chars + 2);
        bytes[length++] = '"';
        // Most texts need nothing but their quotes, and those that do begin with what does not.
        int plain = 0;
        while (plain < chars && plain(text.charAt(plain))) {
            plain++;
        }
        copy(text, plain);
        for (int i = plain; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (plain(c)) {
                    bytes[length++] = (byte) c;
                } else {
                    escape(c);
                }
            } else if (Character.isHighSurrogate(c) && i + 1 < chars) {
                utf8(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                utf8(c);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** The bytes so far. */
    int length() {
        return length;
    }

    /** The bytes that {@link #string} writes between the quotes. */
    static int size(String text) {
        int size = 0;
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            size += size(codePoint);
        }
        return size;
    }

    /** The bytes of one code point between the quotes. */
    static int size(int codePoint) {
        if (codePoint < 0x80) {
            return escapedSize((char) codePoint);
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    private static boolean plain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private static int escapedSize(char c) {
        if (plain(c)) {
            return 1;
        }
        return switch (c) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> WORST;
        };
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    // It drops the upper half of each char, which is why it is deprecated and why it is fast; ASCII has none.
    @SuppressWarnings("deprecation")
    private void copy(String text, int end) {
        text.getBytes(0, end, bytes, length);
        length += end;
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xc0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                bytes[length++] = (byte) (0xe0 | (codePoint >> 12));
            } else {
                bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
                bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
            }
            bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        }
        bytes[length++] = (byte) (0x80 | (codePoint & 0x3f));
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            case '"', '\\' -> bytes[length++] = (byte) c;
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xf];
            }
        }
    }
}
