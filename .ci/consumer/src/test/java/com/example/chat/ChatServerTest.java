package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SimulatedPhone;
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is installed is enough for a host, with the dependencies that the README shows and nothing else. */
@Timeout(120)
class ChatServerTest {

    private static final String BOOT = System.getProperty("boot.version", "");

    @ParameterizedTest
    @CsvSource({"class path, no module", "module path, a module"})
    void pushes(String path, String where) throws Exception {
        String entries = Path.of("target", "classes") + File.pathSeparator + runtimePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                path.equals("class path")
                        ? List.of("-cp", entries, "com.example.chat.ChatServer")
                        : List.of("-p", entries, "-m", "com.example.chat/com.example.chat.ChatServer"));

        try (PushKitSandbox gateway = PushKitSandbox.start()) {
            SimulatedPhone phone = gateway.phone("Bob's phone");
            Properties properties = new Properties();
            properties.setProperty("token", phone.getToken());
            properties.setProperty("harmonyos.url", gateway.url().toString());
            properties.setProperty("harmonyos.trustedCa", gateway.caPem());
            properties.setProperty("harmonyos.apps.com.example.chat.serviceAccount", gateway.serviceAccountJson());
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (Writer out = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
                properties.store(out, null);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).contains("Stored, ended ACCEPTED, in " + where + System.lineSeparator());
            assertThat(process.waitFor()).isZero();
            assertThat(phone.tray()).extracting(Notification::body).containsExactly("Dinner at eight?");
        }
    }

    @Test
    void noClassOfNettyIsThereTwice() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        assertThat(Collections.list(loader.getResources("io/netty/handler/codec/ByteToMessageDecoder.class")))
                .hasSize(1);
    }

    @Test
    void theReadmeNamesTheVersions() throws Exception {
        String managedBy = BOOT.isEmpty() ? "none" : "Spring Boot " + BOOT;
        assertThat(Files.readString(Path.of("..", "..", "README.md")))
                .contains("| " + managedBy + " | " + version("netty-codec-http2") + " | " + version("jackson-core")
                        + " | " + version("slf4j-api") + " |\n");
    }

    private static String version(String artifact) throws Exception {
        Matcher matcher = Pattern.compile(Pattern.quote(artifact) + "-([0-9.]+?)(\\.Final)?\\.jar")
                .matcher(runtimePath());
        assertThat(matcher.find()).as(artifact).isTrue();
        return matcher.group(1);
    }

    private static String runtimePath() throws Exception {
        String path = Files.readString(Path.of("target", "runtime.path"));
        assertThat(Arrays.asList(path.split(File.pathSeparator)))
                .as("only what the host needs")
                .noneMatch(it -> it.contains("sandbox") || it.contains("testkit") || it.contains("junit"));
        return path;
    }
}
