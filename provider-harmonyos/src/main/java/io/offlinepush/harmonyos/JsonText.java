package io.offlinepush.harmonyos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A JSON text as UTF-8, with as few bytes as JSON allows: only quote, backslash and U+0000 to U+001F are escaped, since
 * every byte counts against Push Kit's 4,096.
 */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    /** Appends JSON as it is. */
    JsonText raw(String json) {
        bytes.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Appends a number. */
    JsonText number(long value) {
        return raw(Long.toString(value));
    }

    /** Appends a string: quoted, escaped. */
    JsonText string(String text) {
        bytes.write('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escapedSize(c) > 1) {
                raw(text.substring(from, i));
                escape(c);
                from = i + 1;
            }
        }
        raw(text.substring(from));
        bytes.write('"');
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
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

    private static int escapedSize(char c) {
        return switch (c) {
            case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 2;
            default -> c < 0x20 ? 6 : 1;
        };
    }

    private void escape(char c) {
        bytes.write('\\');
        switch (c) {
            case '\b' -> bytes.write('b');
            case '\f' -> bytes.write('f');
            case '\n' -> bytes.write('n');
            case '\r' -> bytes.write('r');
            case '\t' -> bytes.write('t');
            case '"', '\\' -> bytes.write(c);
            default -> raw("u00" + HEX.charAt(c >> 4) + HEX.charAt(c & 0xf));
        }
    }
}
