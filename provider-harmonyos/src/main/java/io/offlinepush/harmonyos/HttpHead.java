package io.offlinepush.harmonyos;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer: what is not in its body.
 *
 * @param status the HTTP status
 * @param date the header {@code Date}; null if there is none
 * @param retryAfter the header {@code Retry-After}; null if there is none
 */
record HttpHead(
        int status, @Nullable CharSequence date, @Nullable CharSequence retryAfter) {

    /** More than this is a mistake, or no plan that a push should follow. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private static final int LONGEST_HEADER = 64;
    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    /** What the server's clock showed. */
    Optional<Instant> serverTime() {
        return instant(date);
    }

    /**
     * How long the server says to wait, which it may say in seconds or as a time of its clock.
     *
     * @param clock our time, for servers that do not tell theirs
     */
    Optional<Duration> waitFor(InstantSource clock) {
        if (retryAfter == null || retryAfter.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        String text = retryAfter.toString().strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean small = text.length() <= 9;
            return Optional.of(bounded(small ? Duration.ofSeconds(Long.parseLong(text)) : LONGEST_WAIT));
        }
        return instant(text).map(until -> bounded(Duration.between(serverTime().orElseGet(clock::instant), until)));
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static Optional<Instant> instant(@Nullable CharSequence header) {
        if (header == null || header.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ZonedDateTime.parse(header.toString().strip(), RFC_1123).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
