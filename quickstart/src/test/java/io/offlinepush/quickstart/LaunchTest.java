package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers are found wherever the host puts them: the main job in a process of its own, on both kinds of path. */
class LaunchTest {

    @ParameterizedTest
    @ValueSource(strings = {"class path", "module path"})
    void theMainJobRuns(String path) throws Exception {
        String entries = runtimeEntries();
        List<String> command = path.equals("class path")
                ? List.of("-cp", entries, Main.class.getName())
                : List.of("-p", entries, "-m", "io.offlinepush.quickstart/" + Main.class.getName());

        Result result = java(command);

        assertThat(result.output()).contains("All 8 chapters went as told");
        assertThat(result.status()).isZero();
    }

    @Test
    void withoutTheProvidersTheStartSaysWhatIsMissing() throws Exception {
        String entries = Arrays.stream(runtimeEntries().split(File.pathSeparator))
                .filter(entry -> !entry.contains("provider-inmemory"))
                .collect(Collectors.joining(File.pathSeparator));

        Result result = java(List.of("-cp", entries, Main.class.getName()));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("messageStore names the provider inmemory, which is not there")
                .contains("providers found: harmonyos")
                .doesNotContain("\tat ");
    }

    private record Result(int status, String output) {}

    private static Result java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    /** What the program needs at run time: no test classes and no test libraries. */
    private static String runtimeEntries() {
        List<String> testOnly =
                List.of("test-classes", "junit", "assertj", "archunit", "testkit", "surefire", "opentest4j");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> testOnly.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
