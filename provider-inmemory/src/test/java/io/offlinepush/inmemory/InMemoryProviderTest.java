package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.SettingsException;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.Settings;
import io.offlinepush.testkit.ManualRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InMemoryProviderTest {

    private final InMemoryProvider provider = new InMemoryProvider();

    @Test
    void isFoundByTheServiceLoader() {
        InMemoryProviderTest.class.getModule().addUses(Provider.class);
        assertThat(ServiceLoader.load(Provider.class)).extracting(Provider::id).contains("inmemory");
    }

    @Test
    void theModuleDescriptorAndTheServicesFileAgree() throws IOException, URISyntaxException {
        Path classes = Path.of(InMemoryProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var provided = ModuleFinder.of(classes)
                .find("io.offlinepush.inmemory")
                .orElseThrow()
                .descriptor()
                .provides();
        try (InputStream file =
                InMemoryProvider.class.getResourceAsStream("/META-INF/services/io.offlinepush.spi.Provider")) {
            assertThat(file).isNotNull();
            String named = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(provided).singleElement().satisfies(one -> {
                assertThat(one.service()).isEqualTo(Provider.class.getName());
                assertThat(named.lines()).containsExactlyElementsOf(one.providers());
            });
        }
    }

    @Test
    void opensEveryPortWithTheSameSettings() {
        ProviderContext context = context(Map.of("capacity", "5", "apps", "harmonyos/com.a, harmonyos/com.b"));
        assertThat(provider.messageStore(context)).isPresent();
        assertThat(provider.bindingRegistry(context)).isPresent();
        assertThat(provider.presence(context)).isPresent();
        assertThat(provider.groupDirectory(context)).isPresent();
        assertThat(provider.pushProvider(context).orElseThrow().apps())
                .containsExactlyInAnyOrder(new VendorApp("harmonyos", "com.a"), new VendorApp("harmonyos", "com.b"));
    }

    @Test
    void hasNoPushProviderWithoutApps() {
        assertThat(provider.pushProvider(context(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capacity  | 0                  | inmemory.capacity must be a whole number from 1 to 2147483647, "
                        + "found 0",
                "apps      | com.a              | inmemory.apps must be vendor/app",
                "apps      | harmonyos/         | inmemory.apps must be vendor/app",
                "apps      | a/b,               | inmemory.apps must be vendor/app",
                "apps      | a/b, a/b           | inmemory.apps must name an app once",
                "capacitiy | 5                  | inmemory.capacitiy is not a setting; did you mean inmemory.capacity?"
            })
    void refusesAWrongSettingWhicheverPortIsOpened(String name, String value, String message) {
        ProviderContext context = context(Map.of(name, value));
        Stream.<Runnable>of(
                        () -> provider.messageStore(context),
                        () -> provider.bindingRegistry(context),
                        () -> provider.presence(context),
                        () -> provider.groupDirectory(context),
                        () -> provider.pushProvider(context))
                .forEach(open -> assertThatThrownBy(open::run)
                        .isInstanceOf(SettingsException.class)
                        .hasMessageStartingWith(message));
    }

    private static ProviderContext context(Map<String, String> settings) {
        return new ProviderContext(new Settings("inmemory.", settings), new ManualRuntime());
    }
}
