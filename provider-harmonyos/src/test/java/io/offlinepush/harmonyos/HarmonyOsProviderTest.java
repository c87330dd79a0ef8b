package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.testkit.ManualRuntime;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarmonyOsProviderTest {

    private static final String APP = "apps.com.example.chat.serviceAccount";
    private static String account = "";

    private final ManualRuntime runtime = new ManualRuntime();

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    private PushProvider open(String... settings) {
        return new HarmonyOsProvider()
                .pushProvider(Opened.context(runtime, settings))
                .orElseThrow();
    }

    private void assertRefused(String setting, String message, String... settings) {
        assertThatThrownBy(() -> open(settings))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.setting()).isEqualTo("harmonyos." + setting))
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("SECRET"));
    }

    @Test
    @DisplayName("found by ServiceLoader; module descriptor and META-INF/services agree")
    void discovered() throws Exception {
        HarmonyOsProviderTest.class.getModule().addUses(Provider.class);
        assertThat(ServiceLoader.load(Provider.class, HarmonyOsProvider.class.getClassLoader()))
                .hasAtLeastOneElementOfType(HarmonyOsProvider.class)
                .allSatisfy(provider -> assertThat(provider.id()).isEqualTo("harmonyos"));
        try (InputStream in =
                HarmonyOsProvider.class.getResourceAsStream("/META-INF/services/io.offlinepush.spi.Provider")) {
            assertThat(in).isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(HarmonyOsProvider.class.getName());
        }
        Module module = HarmonyOsProvider.class.getModule();
        assertThat(module.isNamed())
                .as("tests run on the module path, except with native libraries")
                .isEqualTo(!Boolean.getBoolean("offlinepush.native"));
        // Asked of where the class is: on a class path others have descriptors too.
        Path classes = Path.of(HarmonyOsProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor descriptor = ModuleFinder.of(classes)
                .find("io.offlinepush.harmonyos")
                .orElseThrow()
                .descriptor();
        assertThat(descriptor.provides()).singleElement().satisfies(provides -> {
            assertThat(provides.service()).isEqualTo(Provider.class.getName());
            assertThat(provides.providers()).containsExactly(HarmonyOsProvider.class.getName());
        });
    }

    @Test
    @DisplayName("without an app there is no provider, and a misspelt setting is still refused")
    void none() {
        assertThat(new HarmonyOsProvider().pushProvider(Opened.context(runtime)))
                .isEmpty();
        assertRefused("urls", "did you mean harmonyos.url?", "urls", "x");
        assertRefused("apps.serviceAccount", "is not a setting", "apps.serviceAccount", "x");
        assertRefused(
                "apps.com.example.chat.serviceaccount",
                "did you mean harmonyos.apps.com.example.chat.serviceAccount?",
                "apps.com.example.chat.serviceaccount",
                "x");
    }

    @Test
    @DisplayName("several apps, with dots in their names; from a text, a file and a supplier")
    void apps(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("account.json"), account);
        HarmonyOsProvider provider = HarmonyOsProvider.builder()
                .app("in.code", () -> account)
                .app("in.file", file)
                .app("in.text", account)
                .build();
        PushProvider opened = provider.pushProvider(Opened.context(
                        runtime, APP, account, "apps.other.serviceAccount", file.toString(), "requestTimeout", "5s"))
                .orElseThrow();
        assertThat(opened.apps())
                .containsExactlyInAnyOrder(
                        new VendorApp("harmonyos", "com.example.chat"),
                        new VendorApp("harmonyos", "other"),
                        new VendorApp("harmonyos", "in.code"),
                        new VendorApp("harmonyos", "in.file"),
                        new VendorApp("harmonyos", "in.text"));
        assertThat(opened.maxTargets()).isEqualTo(1000);
        assertThatThrownBy(() -> opened.check(new MessageLimits(64, 2048, 5000, 0)))
                .isInstanceOf(SettingsException.class);
        opened.close();
        assertThat(runtime.scheduled()).isZero();
        assertThat(runtime.pending()).isZero();
    }

    @Test
    @DisplayName("each wrong setting is named, with what to do")
    void wrong(@TempDir Path directory) throws Exception {
        assertRefused(APP, "this is not one JSON object", APP, "{SECRET");
        assertRefused(
                APP,
                "names a file that does not exist",
                APP,
                directory.resolve("missing").toString());
        for (String url : List.of(
                "http://example.org",
                "example.org",
                "https://",
                "https://a b",
                "https://example.org/v3",
                "https://user:SECRET@example.org",
                "https://example.org?a=b")) {
            assertRefused("url", "must be https:// with a host", APP, account, "url", url);
        }
        for (int port : new int[] {0, 65_536, 99_999}) {
            String rule = "must have a port from 1 to 65535, found " + port;
            assertRefused("url", rule, APP, account, "url", "https://example.org:" + port);
            assertRefused("proxy", rule, APP, account, "proxy", "http://example.org:" + port);
        }
        assertRefused("trustedCa", "names a file that does not exist", APP, account, "trustedCa", "/no/such/file");
        assertRefused(
                "trustedCa",
                "must be certificates in PEM",
                APP,
                account,
                "trustedCa",
                "-----BEGIN CERTIFICATE-----SECRET");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertRefused("trustedCa", "names a file that is empty", APP, account, "trustedCa", empty.toString());
        Path other = Files.writeString(directory.resolve("other.pem"), "SECRET");
        assertRefused("trustedCa", "must be certificates in PEM", APP, account, "trustedCa", other.toString());
        assertRefused("requestTimeout", "must be a time from", APP, account, "requestTimeout", "0s");
        assertRefused("connectTimeout", "must be a time from", APP, account, "connectTimeout", "2h");
        assertRefused("maxPending", "must be a whole number from 1", APP, account, "maxPending", "0");
        assertRefused("connections", "must be a whole number from 1 to 16", APP, account, "connections", "0");
        assertRefused("http1Connections", "must be a whole number from 1", APP, account, "http1Connections", "x");
        assertRefused("pingInterval", "must be a time from", APP, account, "pingInterval", "1ms");
        assertRefused("indexBearer", "must be true or false", APP, account, "indexBearer", "yes");
        for (String proxy : List.of(
                "proxy:3128", "https://proxy:3128", "http://proxy", "http://u:SECRET@proxy:3128", "http://a b:1")) {
            assertRefused("proxy", "must be http:// with a host and a port", APP, account, "proxy", proxy);
        }
        assertRefused("proxyPassword", "must be set too", APP, account, "proxy", "http://p:1", "proxyUser", "kate");
        assertRefused("proxyUser", "must be set too", APP, account, "proxy", "http://p:1", "proxyPassword", "SECRET");
        assertRefused("proxy", "must be set", APP, account, "proxyUser", "kate", "proxyPassword", "SECRET");
        assertRefused(
                "proxyUser",
                "must not have a colon",
                APP,
                account,
                "proxy",
                "http://p:1",
                "proxyUser",
                "ka:te",
                "proxyPassword",
                "SECRET");
        assertRefused("profileFence", "16 bytes or more in base64", APP, account, "profileFence", "SECRET==");
        assertRefused("profileFence", "16 bytes or more in base64", APP, account, "profileFence", "not base64!");
        String longApp = "a".repeat(200);
        assertRefused(
                "apps." + longApp + ".serviceAccount", "names no app", "apps." + longApp + ".serviceAccount", account);
    }

    @Test
    @DisplayName("what is given in code must not be set too")
    void twice() {
        HarmonyOsProvider.Builder builder = HarmonyOsProvider.builder()
                .app("com.example.chat", account)
                .url(URI.create("https://localhost:1"))
                .trustedCa(TestIdentity.of("localhost").pem());
        HarmonyOsProvider provider = builder.build();
        for (String name : List.of(APP, "url", "trustedCa")) {
            assertThatThrownBy(() -> provider.pushProvider(Opened.context(runtime, name, account)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("harmonyos." + name + " is given in code and in the settings: leave one of them out");
        }
        assertThatThrownBy(() -> builder.app("com.example.chat", account)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.app("", account)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    @DisplayName("a wrong certificate file given in code is named like the setting")
    void trustedFile() {
        assertThatThrownBy(() -> HarmonyOsProvider.builder()
                        .app("a", account)
                        .trustedCa(Path.of("/no/such/file"))
                        .build()
                        .pushProvider(Opened.context(runtime)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("harmonyos.trustedCa names a file that does not exist");
    }
}
