package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final String NOON = "Sun, 01 Mar 2026 12:00:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                " 7 |PT7S",
                "120|PT2M",
                "86400|PT24H",
                "999999999|PT24H",
                "9999999999999999999999|PT24H",
                "Sun, 01 Mar 2026 12:01:30 GMT|PT1M30S",
                "Sun, 01 Mar 2026 11:00:00 GMT|PT0S",
                "Thu, 01 Mar 2029 11:00:00 GMT|PT24H"
            })
    @DisplayName("Retry-After: seconds or a time, at most a day")
    void retryAfter(String header, Duration wait) {
        assertThat(new HttpHead(503, null, header).waitFor(CLOCK)).contains(wait);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "soon",
                "-5",
                "1.5",
                "٣",
                "Sun, 99 Mar 2026 12:01:30 GMT",
                "7777777777777777777777777777777777777777777777777777777777777777777"
            })
    @DisplayName("Retry-After that says nothing")
    void nothing(@Nullable String header) {
        assertThat(new HttpHead(503, null, header).waitFor(CLOCK)).isEmpty();
    }

    @Test
    @DisplayName("a time is the server's, where it tells its clock")
    void serversTime() {
        HttpHead head = new HttpHead(503, "Sun, 01 Mar 2026 11:00:00 GMT", NOON);
        assertThat(head.waitFor(CLOCK)).contains(Duration.ofHours(1));
    }

    @Test
    @DisplayName("clocks that differ are named, with which way")
    void clocks() {
        assertThat(Clocks.difference(new HttpHead(401, NOON, null), CLOCK)).isEmpty();
        assertThat(Clocks.difference(new HttpHead(401, null, null), CLOCK)).isEmpty();
        assertThat(Clocks.difference(new HttpHead(401, "yesterday", null), CLOCK))
                .isEmpty();
        assertThat(Clocks.difference(new HttpHead(401, "Sun, 01 Mar 2026 12:00:30 GMT", null), CLOCK))
                .isEmpty();
        assertThat(Clocks.difference(new HttpHead(401, "Sun, 01 Mar 2026 12:05:00 GMT", null), CLOCK))
                .isEqualTo(", and set this machine's clock: it is 300 s behind the server's");
        assertThat(Clocks.difference(new HttpHead(401, "Sun, 01 Mar 2026 11:00:00 GMT", null), CLOCK))
                .isEqualTo(", and set this machine's clock: it is 3600 s ahead of the server's");
    }
}
