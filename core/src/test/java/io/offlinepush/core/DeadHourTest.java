package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that is dead for an hour under full load, in a process that has little memory: {@link DeadHour} is what
 * happens in it and what must be true.
 */
class DeadHourTest {

    /** For a machine that is busy with other things; on a quiet one it takes seconds. */
    private static final int MINUTES = 10;

    @Test
    void memoryStaysFlatNothingIsLostAndPhonesAreNotFlooded(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DeadHour.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("it comes to its end; so far it said: %s", Files.readString(said))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String all = Files.readString(said);
        assertThat(process.exitValue()).as(all).isZero();
        assertThat(all).contains("an hour is over").contains("all is well");
    }
}
