package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.sandbox.PushKitSandbox;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A full run with everything logged at TRACE, the libraries underneath too (the build sends the log to a file). */
class SecretsTest {

    @Test
    void nothingSecretIsLogged() throws Exception {
        Path log = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile"));
        int before = Files.readString(log, StandardCharsets.UTF_8).length();
        String tokens;
        String account;
        try (PushKitSandbox gateway = PushKitSandbox.start();
                Host host = new Host(Main.settings(gateway));
                Server server = Server.start(host)) {
            account = gateway.serviceAccountJson();
            tokens = gateway.phone("Bob's phone").getToken();
            new Tour(
                            new Story(
                                    new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                                    System::nanoTime),
                            gateway,
                            host,
                            server)
                    .run();
            tokens += "," + gateway.phone("Bob's phone").getToken();
        }

        String logged = Files.readString(log, StandardCharsets.UTF_8).substring(before);

        assertThat(logged).as("the run was logged").contains("Offline Push started", "Offline Push closed", "io.netty");
        assertThat(logged).doesNotContain(tokens.split(","));
        assertThat(logged)
                .as("texts")
                .doesNotContain("Dinner", "wine", "Only for Bob", "Hello Carol", "Can you see me");
        assertThat(logged).as("payloads").doesNotContain("\"open\"", "\\\"open\\\"");
        assertThat(logged).as("bearers begin so").doesNotContain("eyJ", "Bearer");
        String key = account.replaceAll("(?s).*BEGIN PRIVATE KEY-----\\\\n(.{60}).*", "$1");
        assertThat(key).as("the key was cut out of the account").hasSize(60);
        assertThat(logged).doesNotContain(key, "PRIVATE KEY");
    }
}
