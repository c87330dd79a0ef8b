package io.offlinepush.core.format;

import io.offlinepush.spi.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Writes a body: a format number, then fields in order. Numbers have 4 bytes; a text is its length and its UTF-8.
 *
 * <p>Each thread has one writer and uses it again for its next body: several bodies are made for every message, and so
 * each costs its own bytes and nothing else. What was begun on a thread is finished there.
 */
final class BodyWriter {

    private static final ThreadLocal<BodyWriter> OF_THREAD = ThreadLocal.withInitial(BodyWriter::new);

    private static final int FIRST_SIZE = 1024;

    /** A buffer that had to grow beyond this is not kept for the next body. */
    private static final int MOST_KEPT = 16 * 1024;

    private static final int HASH_BYTES = 32;

    private final MessageDigest sha256 = sha256();
    private final byte[] hash = new byte[HASH_BYTES];
    private byte[] buffer = new byte[FIRST_SIZE];
    private int length;
    private boolean begun;

    private BodyWriter() {}

    /** Begins a body on this thread. */
    static BodyWriter begin(int format) {
        BodyWriter writer = OF_THREAD.get();
        if (writer.begun) {
            // The body before was not finished: something threw, or holds on to its writer.
            writer = new BodyWriter();
            OF_THREAD.set(writer);
        }
        writer.begun = true;
        writer.buffer[0] = (byte) format;
        writer.length = 1;
        return writer;
    }

    BodyWriter number(int value) {
        reserve(Integer.BYTES);
        put(length, value);
        length += Integer.BYTES;
        return this;
    }

    BodyWriter text(String value) {
        int chars = value.length();
        reserve(Integer.BYTES + chars);
        int start = length + Integer.BYTES;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                return encoded(value.getBytes(StandardCharsets.UTF_8));
            }
            buffer[start + i] = (byte) c;
        }
        put(length, chars);
        length = start + chars;
        return this;
    }

    private BodyWriter encoded(byte[] utf8) {
        number(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, buffer, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** How many bytes are written so far. */
    int length() {
        return length;
    }

    /** Ends the body. */
    Bytes done() {
        return end(Bytes.copyOf(buffer, 0, length));
    }

    /** Ends the body, and answers with its first bytes of SHA-256 instead. */
    Bytes hashed(int bytes) {
        return end(hash(bytes));
    }

    /** The first bytes of the SHA-256 of what is written so far. */
    Bytes hash(int bytes) {
        sha256.update(buffer, 0, length);
        try {
            sha256.digest(hash, 0, HASH_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
        return Bytes.copyOf(hash, 0, bytes);
    }

    /**
     * Ends the body, and answers with a body of its own that has this format number and the fields from a place on.
     *
     * @param from what {@link #length} was when the first of those fields was written: 1 or more
     */
    Bytes tail(int from, int format) {
        buffer[from - 1] = (byte) format;
        return end(Bytes.copyOf(buffer, from - 1, length));
    }

    private Bytes end(Bytes result) {
        if (buffer.length > MOST_KEPT) {
            buffer = new byte[FIRST_SIZE];
        }
        begun = false;
        return result;
    }

    private void put(int at, int value) {
        buffer[at] = (byte) (value >>> 24);
        buffer[at + 1] = (byte) (value >>> 16);
        buffer[at + 2] = (byte) (value >>> 8);
        buffer[at + 3] = (byte) value;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
