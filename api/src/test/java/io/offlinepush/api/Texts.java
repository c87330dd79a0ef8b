package io.offlinepush.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The rules that texts share, as tests for whatever takes one. */
final class Texts {

    /** One character, two chars, four bytes of UTF-8. */
    static final String FOUR_BYTES = "\uD83D\uDE00";

    private Texts() {}

    /** An id: 1 to 128 bytes. */
    static Stream<DynamicTest> idRules(String field, Consumer<String> made) {
        Stream<DynamicTest> refused = Stream.of(
                refused("empty", "", field, "must not be empty", made),
                refused("blank", "  ", field, "must not be blank", made),
                refused("invisible", "\u200B\u2060", field, "must not be blank", made),
                refused("a line feed", "a\nINFO forged", field, "must not contain U+000A", made),
                refused("a carriage return", "a\rb", field, "must not contain U+000D", made),
                refused("an escape", "a\u001B[2Kb", field, "must not contain U+001B", made),
                refused("delete", "a\u007Fb", field, "must not contain U+007F", made),
                refused("next line", "a\u0085b", field, "must not contain U+0085", made),
                refused("a line separator", "a\u2028b", field, "must not contain U+2028", made),
                refused("a paragraph separator", "a\u2029b", field, "must not contain U+2029", made));
        Stream<DynamicTest> taken = Stream.of(
                taken("white space between", "a b", field, made),
                taken("joined emoji", "\uD83D\uDC69\u200D\uD83D\uDCBB", field, made));
        return Stream.of(wellFormed(field, 128, made), refused, taken).flatMap(tests -> tests);
    }

    /** A text of at most 32 KiB. */
    static Stream<DynamicTest> textRules(String field, Consumer<String> made) {
        return wellFormed(field, 32 * 1024, made);
    }

    /** A text of at most 32 KiB that shows something. */
    static Stream<DynamicTest> visibleRules(String field, Consumer<String> made) {
        return Stream.concat(
                textRules(field, made),
                Stream.of(
                        refused("empty", "", field, "must not be blank", made),
                        refused("only white space", " \t\n\u3000\u00A0", field, "must not be blank", made),
                        refused("only zero width", "\u200B\u200C\u200D\u2060\uFEFF", field, "must not be blank", made),
                        refused("only fillers", "\u3164\u115F\uFFA0\u2800", field, "must not be blank", made),
                        refused("only selectors", "\uFE0F\uDB40\uDD00", field, "must not be blank", made),
                        refused("only directions", "\u202E\u2066\u00AD", field, "must not be blank", made),
                        taken("a flag", "\uD83C\uDDE8\uD83C\uDDF3", field, made),
                        taken("a character that this JDK may not know", "\uD83E\uDEDF", field, made),
                        taken("a lone accent", "\u0301", field, made),
                        taken("lines", "one\ntwo", field, made)));
    }

    private static Stream<DynamicTest> wellFormed(String field, int limit, Consumer<String> made) {
        String tooLong = "must be at most " + limit + " bytes";
        return Stream.of(
                taken("one character", "x", field, made),
                taken("at the limit", "x".repeat(limit), field, made),
                refused("one over the limit", "x".repeat(limit + 1), field, tooLong, made),
                taken("four-byte characters at the limit", FOUR_BYTES.repeat(limit / 4), field, made),
                refused("four-byte characters and one byte", FOUR_BYTES.repeat(limit / 4) + "x", field, tooLong, made),
                refused("three-byte characters over it", "\u4E2D".repeat(limit / 3 + 1), field, tooLong, made),
                refused("U+0000", "a\0b", field, "must not contain U+0000", made),
                refused("a lone high surrogate", "a\uD83D", field, "must not contain a lone surrogate", made),
                refused("a high surrogate before a letter", "\uD83Da", field, "lone surrogate", made),
                refused("a lone low surrogate", "\uDE00a", field, "must not contain a lone surrogate", made),
                refused("surrogates the wrong way round", "\uDE00\uD83D", field, "lone surrogate", made));
    }

    private static DynamicTest taken(String how, String value, String field, Consumer<String> made) {
        return DynamicTest.dynamicTest(
                field + ": " + how + " is taken", () -> assertThatNoException().isThrownBy(() -> made.accept(value)));
    }

    private static DynamicTest refused(String how, String value, String field, String why, Consumer<String> made) {
        return DynamicTest.dynamicTest(
                field + ": " + how + " is refused",
                () -> assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> made.accept(value))
                        .withMessageStartingWith(field + " ")
                        .withMessageContaining(why)
                        .satisfies(refusal -> {
                            assertThat(refusal.field()).isEqualTo(field);
                            assertThat(refusal.code()).isEqualTo(6_000_001);
                            if (value.length() > 4) {
                                assertThat(refusal.getMessage())
                                        .as("the value in the message")
                                        .doesNotContain(value.substring(0, 5));
                            }
                        }));
    }
}
