package io.offlinepush.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths are counted in UTF-8 bytes, and a payload's in those of the JSON that carries it. */
class LimitCheckTest {

    private final LimitCheck limits = new LimitCheck(new MessageLimits(64, 10, 8, 10), true);

    private static Message message(String content) {
        return Message.text(new UserId("alice"), Conversation.peer(new UserId("bob")), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789", "ééééé", "\u20AC\u20AC\u20ACa", "\uD83D\uDE00\uD83D\uDE00ab"})
    void tenBytesFit(String text) {
        assertThatCode(() -> limits.check(message(text), null)).doesNotThrowAnyException();
        assertThatCode(() -> limits.check(message("x").withExtendedData(text), null))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789a", "éééééa", "\u20AC\u20AC\u20ACab", "\uD83D\uDE00\uD83D\uDE00abc"})
    void elevenDoNot(String text) {
        assertThatThrownBy(() -> limits.check(message(text), null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("message.content must be at most 10 bytes (found 11")
                .hasMessageNotContaining(text);
        assertThatThrownBy(() -> limits.check(message("x").withExtendedData(text), null))
                .hasMessageContaining("message.extendedData");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "a\"b, 4", "a\\b, 4", "é, 2", "\uD83D\uDE00, 4"})
    void escapesAsJsonDoes(String text, long bytes) {
        assertThat(LimitCheck.escapedBytes(text)).isEqualTo(bytes);
    }

    @Test
    void aControlCharacterTakesSix() {
        assertThat(LimitCheck.escapedBytes("\u0001")).isEqualTo(6);
        assertThat(LimitCheck.escapedBytes("\n")).as("at most").isEqualTo(6);
    }

    @Test
    void aPayloadOverItsLimitIsRefused() {
        PushConfig fits = PushConfig.of("t", "c").withPayload("\"\"\"\"");
        assertThatCode(() -> limits.check(fits)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limits.check(fits.withPayload("\"\"\"\"x")))
                .hasMessageContaining("pushConfig.payload must be at most 8 bytes after JSON escaping (found 9");
    }
}
