package io.offlinepush.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.offlinepush.api.SettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void whatIsNotSetHasItsDefault() {
        Settings settings = settings(Map.of());
        assertThat(settings.text("name")).isEmpty();
        assertThat(settings.number("count", 7, 1, 10)).isEqualTo(7);
        assertThat(settings.flag("on", true)).isTrue();
        assertThat(settings.duration("time", Duration.ofSeconds(3), Duration.ZERO, Duration.ofHours(1)))
                .isEqualTo(Duration.ofSeconds(3));
        settings.refuseUnknown();
    }

    @Test
    void whiteSpaceAroundAValueIsDropped() {
        assertThat(settings(Map.of("name", "  a b\t")).text("name")).contains("a b");
        assertThat(settings(Map.of("count", " 5 ")).number("count", 7, 1, 10)).isEqualTo(5);
    }

    @Test
    void aRequiredTextMustBeThere() {
        assertThat(settings(Map.of("key", "k")).requiredText("key", "…")).isEqualTo("k");
        refuses(
                Map.of(),
                settings -> settings.requiredText("key", "the path of the key file"),
                "p.key must be set: the path of the key file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aBlankValueIsRefused(String blank) {
        refuses(
                Map.of("name", blank),
                settings -> settings.text("name"),
                "p.name must not be blank; leave it out instead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "10", "+3"})
    void aNumberInItsRangeIsTaken(String value) {
        assertThat(settings(Map.of("count", value)).number("count", 7, 1, 10)).isEqualTo(Integer.parseInt(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "11", "-1", "1.5", "ten", "99999999999", "\u0665", "\uFF15", "\u0967", "1\u0660", "+", "0x5"
            })
    void anotherNumberIsRefused(String value) {
        refuses(
                Map.of("count", value),
                settings -> settings.number("count", 7, 1, 10),
                "p.count must be a whole number from 1 to 10, found " + value);
    }

    @Test
    void aFlagIsTrueOrFalse() {
        assertThat(settings(Map.of("on", "true")).flag("on", false)).isTrue();
        assertThat(settings(Map.of("on", "false")).flag("on", true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1"})
    void anotherFlagIsRefused(String value) {
        refuses(
                Map.of("on", value),
                settings -> settings.flag("on", false),
                "p.on must be true or false, found " + value);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "5s, PT5S",
        "10m, PT10M",
        "24h, PT24H",
        "5S, PT5S",
        "PT1M30S, PT1M30S",
        "pt5s, PT5S",
        "0s, PT0S"
    })
    void aTimeIsWrittenShortOrAsIso8601(String value, Duration expected) {
        assertThat(time(settings(Map.of("time", value)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "s",
                "ms",
                "5 s",
                "5d",
                "-1s",
                "1.5s",
                "\u0665s",
                "\uFF15s",
                "PT",
                "pfft",
                "25h",
                "99999999999999999999s"
            })
    void anotherTimeIsRefused(String value) {
        refuses(
                Map.of("time", value),
                SettingsTest::time,
                "p.time must be a time from 0s to 86400s, written like 500ms, 5s, 10m or 24h, found " + value);
    }

    @Test
    void aTimeTooLongToCountIsRefusedToo() {
        refuses(
                Map.of("time", Long.MAX_VALUE + "h"),
                SettingsTest::time,
                "p.time must be a time from 0s to 86400s, written like 500ms, 5s, 10m or 24h, found " + Long.MAX_VALUE
                        + "h");
    }

    @Test
    void theRangeOfATimeIsShownInMillisecondsWhereItMust() {
        refuses(
                Map.of("time", "1ms"),
                settings ->
                        settings.duration("time", Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofSeconds(2)),
                "p.time must be a time from 250ms to 2s, written like 500ms, 5s, 10m or 24h, found 1ms");
    }

    @Test
    void anUnknownNameNamesTheNearest() {
        refuses(
                Map.of("heartbeatTimout", "5s"),
                settings -> {
                    settings.text("heartbeatTimeout");
                    settings.text("lease");
                    settings.refuseUnknown();
                },
                "p.heartbeatTimout is not a setting; did you mean p.heartbeatTimeout?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeattimeout", "HEARTBEAT_TIMEOUT", "heartbeat-timeout", "HeartbeatTimeout"})
    void aNameThatDiffersInCaseOrSeparatorsIsTheOneThatWasMeant(String name) {
        refuses(
                Map.of(name, "5s"),
                settings -> {
                    settings.text("heartbeatTimeoutX");
                    settings.text("heartbeatTimeout");
                    settings.refuseUnknown();
                },
                "p." + name + " is not a setting; did you mean p.heartbeatTimeout?");
    }

    @Test
    void aNameWithAPartOfTheHostsIsMendedAroundThatPart() {
        refuses(
                Map.of("apps.com.example.chat.serviceaccount", "x", "apps.com.example.chaz.serviceAccount", "y"),
                settings -> {
                    assertThat(settings.names("apps.", ".serviceAccount"))
                            .containsExactly("apps.com.example.chaz.serviceAccount");
                    settings.text("apps.com.example.chaz.serviceAccount");
                    settings.refuseUnknown();
                },
                "p.apps.com.example.chat.serviceaccount is not a setting; did you mean"
                        + " p.apps.com.example.chat.serviceAccount?");
        refuses(
                Map.of("apps.com.example.chat.serviceAcount", "x"),
                settings -> {
                    assertThat(settings.names("apps.", ".serviceAccount")).isEmpty();
                    settings.refuseUnknown();
                },
                "p.apps.com.example.chat.serviceAcount is not a setting; did you mean"
                        + " p.apps.com.example.chat.serviceAccount?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour", "lane", "apps.com.example.chat.profile", "apps.serviceAccount", "x"})
    void aFarFetchedNameIsNotSuggested(String name) {
        refuses(
                Map.of(name, "5s"),
                settings -> {
                    settings.names("apps.", ".serviceAccount");
                    settings.text("lease");
                    settings.text("window");
                    settings.refuseUnknown();
                },
                "p." + name + " is not a setting");
    }

    @Test
    void anUnknownNameIsRefusedWhereThereAreNoSettingsAtAll() {
        refuses(Map.of("url", "x"), Settings::refuseUnknown, "p.url is not a setting");
    }

    @Test
    void namesAreInOrderAndTheValuesAreCopied() {
        Map<String, String> values = new HashMap<>(Map.of("b", "2", "a", "1"));
        Settings settings = settings(values);
        values.clear();
        assertThat(settings.names()).containsExactly("a", "b");
        assertThat(settings.fullName("a")).isEqualTo("p.a");
        assertThat(new Settings("", Map.of()).fullName("a")).isEqualTo("a");
    }

    private static Duration time(Settings settings) {
        return settings.duration("time", Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(24));
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings("p.", values);
    }

    private static void refuses(Map<String, String> values, Consumer<Settings> read, String message) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read.accept(settings(values)))
                .withMessage(message)
                .satisfies(
                        refusal -> assertThat(refusal.setting()).isEqualTo(message.substring(0, message.indexOf(' '))));
    }
}
