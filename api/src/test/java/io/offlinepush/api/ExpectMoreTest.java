package io.offlinepush.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A host that switches over an enum or a sealed type is told, by each of them, that it may grow. */
class ExpectMoreTest {

    private static final Pattern TYPE = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@\\w+\\s+)*(?:public )?(?:sealed interface|enum) (\\w+)",
            Pattern.DOTALL);

    @Test
    void everyEnumAndSealedTypeSaysThatMoreMayCome() throws IOException {
        List<String> found = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Path file : sources()) {
            Matcher types = TYPE.matcher(Files.readString(file, StandardCharsets.UTF_8));
            while (types.find()) {
                found.add(types.group(2));
                if (!types.group(1).contains("A later version may add")) {
                    silent.add(types.group(2));
                }
            }
        }
        assertThat(found).contains("SendResult", "EndReason", "Outcome", "Verdict", "Cause");
        // Its constants are a sender's choice and are handed through.
        silent.remove("MessageType");
        assertThat(silent).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
