package io.offlinepush.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table is made from {@link CoreSetting}. On failure, paste what was expected. */
class SettingsTableTest {

    @Test
    void theReadmeHasEverySetting() throws IOException {
        String readme = Files.readString(Path.of("../README.md"), StandardCharsets.UTF_8);
        String rows =
                Arrays.stream(CoreSetting.values()).map(CoreSetting::row).collect(Collectors.joining("\n", "", "\n"));
        assertThat(readme).contains("<!-- settings:begin -->\n" + rows + "<!-- settings:end -->");
    }
}
