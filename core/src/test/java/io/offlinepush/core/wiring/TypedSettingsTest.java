package io.offlinepush.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.SettingsException;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.OfflinePushSettings;
import io.offlinepush.spi.Settings;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings in code have a method for each setting there is, and mean what the same text means. */
class TypedSettingsTest {

    @Test
    void thereIsAMethodForEachSettingAndNoOther() {
        assertThat(Arrays.stream(OfflinePushSettings.class.getDeclaredMethods())
                        .filter(method -> method.getReturnType() == OfflinePushSettings.class)
                        .map(Method::getName)
                        .filter(name -> !name.equals("put")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CoreSetting.values())
                        .map(CoreSetting::key)
                        .toList());
    }

    @Test
    void eachMethodSetsWhatTheTextSets() throws ReflectiveOperationException {
        for (CoreSetting setting : CoreSetting.values()) {
            Method method = Arrays.stream(OfflinePushSettings.class.getDeclaredMethods())
                    .filter(one -> one.getName().equals(setting.key()))
                    .findFirst()
                    .orElseThrow();
            Class<?> type = method.getParameterTypes()[0];
            Settings defaults = new Settings("", Map.of());
            Object byDefault = type == Duration.class
                    ? setting.time(defaults)
                    : type == int.class ? setting.number(defaults) : "text";

            OfflinePushSettings set = new OfflinePushSettings();
            assertThat(method.invoke(set, byDefault)).isSameAs(set);

            Settings read = new Settings("", set.toMap());
            assertThat(read.names()).containsExactly(setting.key());
            if (type == Duration.class) {
                assertThat(setting.time(read)).isEqualTo(byDefault);
            } else if (type == int.class) {
                assertThat(setting.number(read)).isEqualTo(byDefault);
            } else {
                assertThat(read.text(setting.key())).contains("text");
            }
        }
    }

    @Test
    void whatIsOutOfItsRangeFailsTheStartByItsName() {
        assertThatThrownBy(() -> OfflinePush.builder()
                        .settings(new OfflinePushSettings().acknowledgementTime(Duration.ofMinutes(2)))
                        .build()
                        .start())
                .isInstanceOf(SettingsException.class)
                .hasMessage("acknowledgementTime must be a time from 100ms to 60s, written like 500ms, 5s,"
                        + " 10m or 24h, found PT2M");
    }
}
