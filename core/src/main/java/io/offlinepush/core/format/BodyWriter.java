package io.offlinepush.core.format;

import io.offlinepush.spi.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a body: a format number, then fields in order. Numbers have 4 bytes; a text is its length and its UTF-8. */
final class BodyWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    BodyWriter(int format) {
        out.write(format);
    }

    BodyWriter number(int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
        return this;
    }

    BodyWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        out.write(utf8, 0, utf8.length);
        return this;
    }

    Bytes done() {
        return Bytes.copyOf(out.toByteArray());
    }
}
