package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows the code that is compiled and the commands that run. On failure, paste what was expected. */
class ReadmeTest {

    private final String readme = read("../README.md");

    @Test
    void theHostsCodeIsTheOneThatRuns() {
        String host = between(
                        read("src/main/java/io/offlinepush/quickstart/Host.java"),
                        "// readme:begin\n",
                        "    // readme:end")
                .indent(-4);
        assertThat(between(readme, "<!-- host:begin -->\n", "<!-- host:end -->"))
                .isEqualTo("```java\n" + host + "```\n");
    }

    @Test
    void theCommandsAreThoseOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("../.ci/run"))).contains("mvn -B -ntp verify\n");
        assertThat(readme).contains("\nmvn -B -ntp verify\n", "\nmvn -q -pl quickstart -am compile exec:java\n");
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, from);
        assertThat(from).as(begin).isPositive();
        assertThat(to).as(end).isPositive();
        return text.substring(from + begin.length(), to);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
