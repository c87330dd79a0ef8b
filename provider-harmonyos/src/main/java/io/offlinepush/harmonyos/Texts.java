package io.offlinepush.harmonyos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the small files that settings name, and says what to do when that fails. A file is read up to a bound. A path
 * is repeated in messages only if it cannot be a secret that was put where a path belongs.
 */
final class Texts {

    /** Far more than a service account or a bundle of certificates has. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int LONGEST_PATH = 255;
    private static final String NEVER_REPEATED = "{}\"'\n\r\0";

    /** Key material has runs of both cases that no file name has. */
    private static final int LONGEST_RUN = 19;

    private Texts() {}

    /** Ends a sentence that begins with the setting's name. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /**
     * Reads the file of this path.
     *
     * @throws Unreadable saying why, without repeating what may be a secret
     */
    static String read(String path) {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw neither();
        }
        if (!mayBeRepeated(path) && !Files.exists(file)) {
            throw neither();
        }
        return read(file);
    }

    /**
     * Reads this file as UTF-8, without a byte order mark.
     *
     * @throws Unreadable saying why, without repeating what may be a secret
     */
    static String read(Path path) {
        byte[] bytes;
        try {
            if (Files.isDirectory(path)) {
                throw new Unreadable("names a directory" + named(path) + "; name the file in it");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new Unreadable("names something that is not a regular file" + named(path));
            }
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
        } catch (NoSuchFileException e) {
            throw new Unreadable("names a file that does not exist" + named(path));
        } catch (IOException e) {
            throw new Unreadable(
                    "names a file that cannot be read" + named(path) + "; let this process's user read it");
        }
        if (bytes.length > MOST_BYTES) {
            throw new Unreadable("names a file of more than " + MOST_BYTES + " bytes" + named(path));
        }
        String text = decode(path, bytes);
        if (text.isBlank()) {
            throw new Unreadable("names a file that is empty" + named(path));
        }
        return text;
    }

    /** A text without the byte order mark that some editors put in front. */
    static String withoutByteOrderMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String decode(Path path, byte[] bytes) {
        try {
            return withoutByteOrderMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            String what = isUtf16(bytes) ? "is UTF-16" : "is not UTF-8 text";
            throw new Unreadable("names a file that " + what + named(path) + "; save it as UTF-8");
        }
    }

    private static boolean isUtf16(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe;
    }

    private static Unreadable neither() {
        return new Unreadable(
                "must be the path of a file, or the file's text; this is neither, and it is not repeated here"
                        + " since it may be a secret");
    }

    private static String named(Path path) {
        return mayBeRepeated(path.toString())
                ? ": " + path.toAbsolutePath()
                : " (not repeated here: it may be a secret)";
    }

    /** Whether this surely is no key, nor a piece of one. */
    private static boolean mayBeRepeated(String value) {
        if (value.length() > LONGEST_PATH || value.contains("BEGIN")) {
            return false;
        }
        int run = 0;
        boolean upper = false;
        boolean lower = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (NEVER_REPEATED.indexOf(c) >= 0) {
                return false;
            }
            boolean base64 = c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '=');
            run = base64 ? run + 1 : 0;
            upper = base64 && (upper || Character.isUpperCase(c));
            lower = base64 && (lower || Character.isLowerCase(c));
            if (run > LONGEST_RUN && upper && lower) {
                return false;
            }
        }
        return true;
    }
}
