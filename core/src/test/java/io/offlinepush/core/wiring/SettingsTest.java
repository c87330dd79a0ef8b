package io.offlinepush.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting of the core: its default, its range, and what a wrong value is told. */
class SettingsTest {

    private static CoreSettings read(Map<String, String> values) {
        Settings settings = new Settings("", values);
        CoreSettings read = CoreSettings.read(settings);
        settings.refuseUnknown();
        return read;
    }

    private static String refusal(String name, String value) {
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> read(Map.of(name, value)));
        assertThat(refused).as("%s=%s", name, value).isNotNull();
        assertThat(refused.setting()).isEqualTo(name);
        return String.valueOf(refused.getMessage());
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of("acknowledgementTime", "100ms to 60s", "99ms", "61s"),
                Arguments.of("bindingFreshness", "10ms to 10s", "9ms", "11s"),
                Arguments.of("presenceTimeout", "10ms to 10s", "9ms", "11s"),
                Arguments.of("lease", "1s to 300s", "999ms", "6m"),
                Arguments.of("cursorInterval", "10ms to 30s", "9ms", "31s"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeOutsideItsRangeIsRefusedWithTheRange(String name, String range, String below, String above) {
        String rule = name + " must be a time from " + range + ", written like 500ms, 5s, 10m or 24h, found ";

        assertThat(refusal(name, below)).isEqualTo(rule + below);
        assertThat(refusal(name, above)).isEqualTo(rule + above);
        assertThat(refusal(name, "soon")).isEqualTo(rule + "soon");
        assertThat(refusal(name, "5")).isEqualTo(rule + "5");
        assertThat(refusal(name, "-5s")).isEqualTo(rule + "-5s");
        assertThat(refusal(name, "")).isEqualTo(name + " must not be blank; leave it out instead");
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("window", 1, 1_000),
                Arguments.of("intakeCapacity", 1, 1_000_000),
                Arguments.of("traceMessages", 1, 1_000_000),
                Arguments.of("blockingThreads", 2, 1_000),
                Arguments.of("callbackThreads", 1, 1_000),
                Arguments.of("idBytes", 8, 128),
                Arguments.of("textBytes", 1, 32_768),
                Arguments.of("payloadBytes", 0, 32_768),
                Arguments.of("extendedDataBytes", 0, 32_768));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberOutsideItsRangeIsRefusedWithTheRange(String name, int least, int most) {
        String rule = name + " must be a whole number from " + least + " to " + most + ", found ";

        assertThat(refusal(name, Integer.toString(least - 1))).isEqualTo(rule + (least - 1));
        assertThat(refusal(name, Integer.toString(most + 1))).isEqualTo(rule + (most + 1));
        assertThat(refusal(name, "many")).isEqualTo(rule + "many");
        assertThat(refusal(name, "1.5")).isEqualTo(rule + "1.5");
        assertThat(refusal(name, "99999999999")).isEqualTo(rule + "99999999999");
        assertThat(read(Map.of(name, Integer.toString(least)))).isNotNull();
        assertThat(read(Map.of(name, " " + most + " ")))
                .as("white space around it")
                .isNotNull();
    }

    @Test
    void theDefaultsAreTheDesigns() {
        CoreSettings read = read(Map.of());

        assertThat(read.times().acknowledgementTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.times().bindingFreshness()).isEqualTo(Duration.ofSeconds(1));
        assertThat(read.times().hostTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(read.lease()).isEqualTo(Duration.ofSeconds(15));
        assertThat(read.sessions().cursorInterval()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(read.sessions().window()).isEqualTo(100);
        assertThat(read.limits().idBytes()).isEqualTo(64);
        assertThat(read.limits().textBytes()).isEqualTo(2_048);
        assertThat(read.limits().payloadBytes()).isEqualTo(1_024);
        assertThat(read.limits().extendedDataBytes()).isEqualTo(1_024);
    }

    @Test
    void timesAreWrittenInSeveralWays() {
        assertThat(Stream.of("2m", "120s", "120000ms", "PT2M", "2M"))
                .allSatisfy(
                        text -> assertThat(read(Map.of("lease", text)).lease()).isEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void cursorsAreWrittenBeforeAnybodyIsPushedForTheirSake() {
        assertThat(refusal("cursorInterval", "5s"))
                .isEqualTo("cursorInterval must be below acknowledgementTime, found 5000ms and 5000ms");
        assertThat(read(Map.of("cursorInterval", "999ms", "acknowledgementTime", "1s")))
                .isNotNull();
    }

    @Test
    void everySettingHasARowForTheReadme() {
        assertThat(Arrays.stream(CoreSetting.values()).map(CoreSetting::row))
                .hasSize(CoreSetting.values().length)
                .doesNotHaveDuplicates()
                .allMatch(row -> row.startsWith("| `") && row.endsWith(" |"))
                .contains("| `window` | 100 | 1 to 1000 | how many unacknowledged messages a session may have |");
    }
}
