package io.offlinepush.harmonyos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What anything in this process has logged, at every level: see the Surefire settings in pom.xml. */
final class TraceLog {

    private final Path file = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile", "missing"));
    private final int start = Files.exists(file) ? all().length : 0;

    private byte[] all() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was logged since this was made. */
    byte[] since() {
        byte[] all = all();
        return Arrays.copyOfRange(all, start, all.length);
    }
}
