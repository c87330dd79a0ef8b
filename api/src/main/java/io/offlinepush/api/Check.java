package io.offlinepush.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/** The hard ceilings of the values in this package. An instance may set lower limits, never higher ones. */
final class Check {

    /** The longest id of a user, device, message, vendor or app, in UTF-8 bytes. */
    static final int ID_BYTES = 128;

    /** The longest text of any kind, in UTF-8 bytes. */
    static final int TEXT_BYTES = 32 * 1024;

    /** ZIM's code for a parameter that is not valid. */
    static final int INVALID_PARAMETER = 6_000_001;

    private static final Duration LONGEST_EXPIRY = Duration.ofDays(7);

    private Check() {}

    /**
     * An id: 1 to 128 UTF-8 bytes that show something, without a lone surrogate, and without what ends or forges a line
     * of a log.
     */
    static String id(String field, String value) {
        Objects.requireNonNull(value, field);
        if (value.isEmpty()) {
            throw new InvalidRequestException(field, "must not be empty", 1, 0);
        }
        return shown(field, wellFormed(field, value, ID_BYTES, true));
    }

    /** A text: at most 32 KiB of UTF-8, may be empty, without U+0000 and without a lone surrogate. */
    static String text(String field, String value) {
        Objects.requireNonNull(value, field);
        return wellFormed(field, value, TEXT_BYTES, false);
    }

    /** A text that shows something: not empty, not only white space and characters that show nothing. */
    static String visible(String field, String value) {
        return shown(field, text(field, value));
    }

    /** For how long a push may be owed: 1 second to 7 days. */
    static Duration expiry(String field, Duration value) {
        Objects.requireNonNull(value, field);
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(LONGEST_EXPIRY) > 0) {
            throw new InvalidRequestException(
                    field,
                    "must be 1 to " + LONGEST_EXPIRY.toSeconds() + " seconds",
                    LONGEST_EXPIRY.toSeconds(),
                    value.toSeconds());
        }
        return value;
    }

    /** A copy without repetitions; a null says whose it is. */
    static <T> Set<T> copyOf(String field, Collection<T> values) {
        Objects.requireNonNull(values, field).forEach(value -> Objects.requireNonNull(value, field));
        return Set.copyOf(values);
    }

    private static String shown(String field, String value) {
        if (!Visible.anyOf(value)) {
            throw InvalidRequestException.of(field, "must not be blank: nothing of it shows");
        }
        return value;
    }

    private static String wellFormed(String field, String value, int limit, boolean oneLine) {
        // A char is one byte at least: a hostile length is refused before anything is encoded.
        if (value.length() > limit) {
            throw InvalidRequestException.tooLong(field, limit, value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || (oneLine && isControl(c))) {
                String which = "U+" + HexFormat.of().withUpperCase().toHexDigits(c);
                throw InvalidRequestException.at(
                        i, field, "must not contain " + which + ", a control character: found one");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw InvalidRequestException.at(i, field, "must not contain a lone surrogate: found one");
            }
        }
        // A char has three bytes at most: only a long text need be encoded to know that it fits.
        if (value.length() > limit / 3) {
            int bytes = value.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > limit) {
                throw InvalidRequestException.tooLong(field, limit, bytes);
            }
        }
        return value;
    }

    /** A control character, or one of the two separators that are made to end a line or paragraph. */
    private static boolean isControl(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
