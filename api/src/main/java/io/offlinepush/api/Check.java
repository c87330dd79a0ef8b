package io.offlinepush.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

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

    /** An id: 1 to 128 UTF-8 bytes, without U+0000 and without a lone surrogate. */
    static String id(String field, String value) {
        Objects.requireNonNull(value, field);
        if (value.isEmpty()) {
            throw new InvalidRequestException(field, "must not be empty", 1, 0);
        }
        return wellFormed(field, value, ID_BYTES);
    }

    /** A text: at most 32 KiB of UTF-8, may be empty, without U+0000 and without a lone surrogate. */
    static String text(String field, String value) {
        Objects.requireNonNull(value, field);
        return wellFormed(field, value, TEXT_BYTES);
    }

    /** A text that shows something: not empty, not only white space. */
    static String visible(String field, String value) {
        text(field, value);
        if (value.isBlank()) {
            throw new InvalidRequestException(field, "must not be blank", 1, value.length());
        }
        return value;
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

    private static String wellFormed(String field, String value, int limit) {
        // A char is one byte at least: a hostile length is refused before anything is encoded.
        if (value.length() > limit) {
            throw InvalidRequestException.tooLong(field, limit, value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                throw new InvalidRequestException(field, "must not contain U+0000, found one at index", 0, i);
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidRequestException(field, "must not contain a lone surrogate, found one at index", 0, i);
            }
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limit) {
            throw InvalidRequestException.tooLong(field, limit, bytes);
        }
        return value;
    }
}
