package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program as a user meets it. */
class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tellsTheWholeStoryOverHttp2() {
        assertThat(run()).isZero();
        assertThat(text(out))
                .contains("HTTP/2 over TLS, token verified (PS256), accepted with 80000000")
                .contains("shows \"alice: Dinner at eight?\", badge 1")
                .contains("isOfflineMessage=true")
                .contains("ended DELIVERED")
                .contains("ended NO_BINDING")
                .contains("refused the token: 80300007 tokenFormatError")
                .contains("shows \"Test: Can you see me?\"")
                .contains("All 8 chapters went as told");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void tellsTheSameOverHttp11AndOnASecondRun() {
        assertThat(run("--http1")).isZero();
        assertThat(run("--http1")).isZero();
        assertThat(text(out)).contains("HTTP/1.1 over TLS").doesNotContain("HTTP/2");
    }

    @Test
    void helpSaysWhatThereIs() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("--http1").contains("exits with 1 if anything differs");
    }

    @Test
    void aWrongOptionIsNamedWithoutAStackTrace() {
        assertThat(run("--htp1")).isEqualTo(2);
        assertThat(text(err)).contains("--htp1").contains("--http1").doesNotContain("\tat ");
    }

    private int run(String... args) {
        return Main.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
