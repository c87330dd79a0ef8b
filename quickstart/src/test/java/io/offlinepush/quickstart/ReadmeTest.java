package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README shows the code that is compiled and the commands that run. On failure, paste what was expected. */
class ReadmeTest {

    private final String readme = read("../README.md");

    @ParameterizedTest
    @CsvSource({"host, Host", "connection, Connection"})
    void theHostsCodeIsTheOneThatRuns(String section, String type) {
        String code = between(
                        read("src/main/java/io/offlinepush/quickstart/" + type + ".java"),
                        "// readme:begin\n",
                        "    // readme:end")
                .indent(-4);
        assertThat(section(section)).isEqualTo("```java\n" + code + "```\n");
    }

    @Test
    void theDependenciesAreThoseOfAHostThatIsTried() {
        String pom = read("../.ci/consumer/pom.xml");
        String dependencies = between(pom, "<!-- readme:begin -->\n", "    <!-- readme:end -->")
                .indent(-2);
        assertThat(section("dependencies")).isEqualTo("```xml\n" + dependencies + "</dependencies>\n```\n");
        assertThat(read("../.ci/run")).contains("maven -f .ci/consumer/pom.xml clean test\n");
    }

    @Test
    void everyArtifactIsNamedWithItsModuleAndManaged() {
        String root = read("../pom.xml");
        String version = between(root, "<version>", "</version>");
        String bom = read("../bom/pom.xml");
        assertThat(bom).contains("<version>" + version + "</version>").doesNotContain("<parent>");
        List<String> published = Pattern.compile("<module>([^<]+)</module>")
                .matcher(root)
                .results()
                .map(found -> found.group(1))
                .filter(module -> !module.equals("bom"))
                .filter(module -> !read("../" + module + "/pom.xml").contains("<unpublished>true</unpublished>"))
                .toList();
        assertThat(published).hasSizeGreaterThan(5);
        for (String module : published) {
            String name = between(read("../" + module + "/src/main/java/module-info.java"), "\nmodule ", " {");
            assertThat(readme).contains("| `offline-push-" + module + "` | `" + name + "` |");
            assertThat(bom).contains("<artifactId>offline-push-" + module + "</artifactId>");
        }
        assertThat(bom.split("<dependency>")).as("managed artifacts").hasSize(published.size() + 1);
        assertThat(section("dependencies")).contains("<version>" + version + "</version>");
    }

    @Test
    void theCommandsAreThoseOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("../.ci/run"))).contains("mvn -B -ntp verify\n");
        assertThat(readme).contains("\nmvn -B -ntp verify\n", "\nmvn -q -pl quickstart -am compile exec:java\n");
    }

    private String section(String name) {
        return between(readme, "<!-- " + name + ":begin -->\n", "<!-- " + name + ":end -->");
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
