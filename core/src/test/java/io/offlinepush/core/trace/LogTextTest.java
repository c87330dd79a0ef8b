package io.offlinepush.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.UserId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void whatShowsIsShownAsItIs() {
        assertThat(LogText.of(new UserId("bob smith-7 \"x\""))).isEqualTo("bob smith-7 \"x\"");
        assertThat(LogText.of("Zażółć \u4F60\u597D \uD83D\uDE00")).isEqualTo("Zażółć \u4F60\u597D \uD83D\uDE00");
    }

    @Test
    void whatTurnsHidesOrEndsALineIsWrittenAsItsCode() {
        assertThat(LogText.of("a\u202Eb")).isEqualTo("a\\u202Eb");
        assertThat(LogText.of("a\u200Bb\uFEFF")).isEqualTo("a\\u200Bb\\uFEFF");
        assertThat(LogText.of("a\nb\u001B[2K\u0085")).isEqualTo("a\\u000Ab\\u001B[2K\\u0085");
        assertThat(LogText.of("a\u2028b\u00A0c")).isEqualTo("a\\u2028b\\u00A0c");
        assertThat(LogText.of("\uDB40\uDC01")).isEqualTo("\\U000E0001");
    }

    @Test
    void noOtherTextReadsTheSame() {
        assertThat(LogText.of("a\\u202Eb")).isEqualTo("a\\\\u202Eb");
    }

    @Test
    void everyCharacterGivesOneLine() {
        IntStream.rangeClosed(0, 0xFFFF)
                .forEach(character -> assertThat(LogText.of(Character.toString(character)))
                        .as("U+%04X", character)
                        .hasLineCount(1)
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"));
    }
}
