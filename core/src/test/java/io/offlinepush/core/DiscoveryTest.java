package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.offlinepush.api.OfflinePushException;
import io.offlinepush.spi.Provider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers on the class path are found with the class loader that was named, or the starting thread's own. */
class DiscoveryTest {

    @TempDir
    private Path directory;

    /** A class path with one more service file. */
    private URLClassLoader loader(String content) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(Provider.class.getName()), content);
        return new URLClassLoader(
                "plugins", new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
    }

    private static String failure(OfflinePushBuilder builder) {
        return String.valueOf(catchThrowable(() -> builder.build().start()).getMessage());
    }

    @Test
    void findsWhatTheGivenLoaderSees() throws IOException {
        try (URLClassLoader loader = loader(TestProvider.class.getName())) {
            assertThat(failure(OfflinePush.builder().discover(loader)))
                    .contains("providers found: inmemory, found (looked for with java.net.URLClassLoader)");
        }
    }

    @Test
    void asksTheStartingThreadsLoaderIfNoneIsGiven() throws IOException {
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        OfflinePush push = OfflinePush.builder().discover().build();
        try (URLClassLoader loader = loader(TestProvider.class.getName())) {
            me.setContextClassLoader(loader);
            assertThatThrownBy(push::start).hasMessageContaining("providers found: inmemory, found");
        } finally {
            me.setContextClassLoader(before);
        }
    }

    @Test
    void withoutDiscoveryNobodyLooks() {
        assertThat(failure(OfflinePush.builder())).contains("providers found: none (not looked for: call discover())");
    }

    @Test
    void oneGivenByHandStandsInForTheFoundOne() throws IOException {
        try (URLClassLoader loader = loader(TestProvider.class.getName())) {
            assertThat(failure(OfflinePush.builder().discover(loader).provider(new TestProvider())))
                    .contains("providers found: found, inmemory");
        }
    }

    @Test
    void aBrokenServiceFileIsNamed() throws IOException {
        try (URLClassLoader loader = loader("com.example.Missing")) {
            assertThatThrownBy(
                            () -> OfflinePush.builder().discover(loader).build().start())
                    .isInstanceOf(OfflinePushException.class)
                    .hasMessageContaining("a provider on the class path could not be loaded")
                    .hasMessageContaining("com.example.Missing");
        }
    }
}
