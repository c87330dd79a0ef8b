package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.spi.Notification;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppMessageIdTest {

    private static Notification notification(String messageId, int edition) {
        Notification plain = TestRequest.notification(1, PushConfig.of("t", "b"));
        return new Notification(
                plain.number(),
                edition,
                plain.part(),
                new MessageId(messageId),
                plain.conversation(),
                plain.sender(),
                plain.storedAt(),
                plain.content(),
                plain.withBadge(),
                plain.replace());
    }

    @Test
    @DisplayName("message id and edition; the place is one for all editions")
    void plain() {
        String id = "01JDH2Q6V9M3T0F5C8E7A1B2CD";
        assertThat(AppMessageId.of(notification(id, 0))).isEqualTo(id + "-0");
        assertThat(AppMessageId.of(notification(id, Integer.MAX_VALUE))).isEqualTo(id + "-2147483647");
        assertThat(NotifyId.of(notification(id, 1))).isEqualTo(NotifyId.of(notification(id, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "a b",
                "\"",
                "消息",
                "\\",
                "1234567890123456789012345678901234567890123456789012345678901234567890",
                "12345678901234567890123456789012345678901234567890abcd"
            })
    @DisplayName("an id that Push Kit would refuse is hashed, and stays itself")
    void foreign(String id) {
        String hashed = AppMessageId.of(notification(id, Integer.MAX_VALUE));
        assertThat(hashed).matches("[0-9a-f]{40}-2147483647").isEqualTo(AppMessageId.of(notification(id, 2147483647)));
        assertThat(hashed).isNotEqualTo(AppMessageId.of(notification(id + "x", Integer.MAX_VALUE)));
    }

    @Test
    @DisplayName("the longest id that is kept fits Push Kit's 64 characters with every edition")
    void longest() {
        String id = "a".repeat(53);
        assertThat(AppMessageId.of(notification(id, Integer.MAX_VALUE)))
                .startsWith(id)
                .hasSize(64);
    }
}
