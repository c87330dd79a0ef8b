package io.offlinepush.core.format;

import io.offlinepush.spi.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link BodyWriter} wrote. A body that is cut off throws {@link BufferUnderflowException}. */
final class BodyReader {

    private final ByteBuffer in;

    BodyReader(String what, int format, Bytes body) {
        in = ByteBuffer.wrap(body.toByteArray());
        int found = in.hasRemaining() ? in.get() : 0;
        if (found != format) {
            throw new UnknownFormatException(what, found);
        }
    }

    int number() {
        return in.getInt();
    }

    String text() {
        byte[] utf8 = new byte[Math.min(number(), in.remaining() + 1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
