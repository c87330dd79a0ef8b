package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCounted;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.testkit.ManualRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS and sockets of the host's native libraries where it has them, of the JDK where not. Run with and without them:
 * pom.xml says where, and whether they must be there.
 */
class NativeLibrariesTest {

    private static final boolean THERE = Boolean.getBoolean("offlinepush.native");

    private static Settings settings(String name, String value) {
        return Opened.settings(Map.of(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "auto"})
    @DisplayName("by default they are used if they are there, and one line says at the opening what is used")
    void automatic(String given) throws Exception {
        ManualRuntime runtime = new ManualRuntime();
        String account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
        String app = "apps.com.example.chat.serviceAccount";
        TraceLog log = new TraceLog();
        PushProvider provider = new HarmonyOsProvider()
                .pushProvider(
                        given.isEmpty()
                                ? Opened.context(runtime, app, account)
                                : Opened.context(runtime, app, account, "tls", given, "transport", given))
                .orElseThrow();
        provider.close();
        assertThat(new String(log.since(), StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("INFO io.offlinepush"))
                .singleElement()
                .asString()
                .endsWith("open: 1 app, to push-api.cloud.huawei.com, TLS "
                        + (THERE ? "openssl, transport epoll" : "jdk, transport nio"));
    }

    @ParameterizedTest
    @CsvSource({"tls, openssl, netty-tcnative-boringssl-static", "transport, epoll, netty-transport-native-epoll"})
    @DisplayName("one that is demanded and absent fails the start and says what to add; the JDK can always be demanded")
    void demanded(String setting, String nativeOne, String artifact) {
        Function<String, Object> read = value -> setting.equals("tls")
                ? TlsLibrary.read(settings(setting, value))
                : Sockets.read(settings(setting, value));
        String ofJdk = setting.equals("tls") ? "jdk" : "nio";
        assertThat(read.apply(ofJdk)).hasToString(ofJdk);
        if (THERE) {
            assertThat(read.apply(nativeOne)).hasToString(nativeOne);
        } else {
            assertThatThrownBy(() -> read.apply(nativeOne))
                    .isInstanceOfSatisfying(
                            SettingsException.class,
                            e -> assertThat(e.setting()).isEqualTo("harmonyos." + setting))
                    .hasMessageStartingWith("harmonyos." + setting + " demands " + nativeOne + ", which is not there (")
                    .hasMessageEndingWith("): add io.netty:" + artifact + " for this system, or set auto or " + ofJdk);
        }
        assertThatThrownBy(() -> read.apply("rustls"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("harmonyos." + setting + " must be auto, " + ofJdk + " or " + nativeOne);
    }

    @Test
    @DisplayName("a host without even the classes of epoll has NIO")
    void withoutClasses() throws Exception {
        Class<?> sockets = new WithoutEpoll().loadClass(Sockets.class.getName());
        assertThat(sockets).isNotEqualTo(Sockets.class);
        var read = sockets.getDeclaredMethod("read", Settings.class);
        read.setAccessible(true);
        assertThat(read.invoke(null, settings("transport", "auto"))).hasToString("nio");
        assertThatThrownBy(() -> read.invoke(null, settings("transport", "epoll")))
                .cause()
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("which is not there (java.lang.NoClassDefFoundError");
    }

    @Test
    @DisplayName("what OpenSSL holds outside the heap is freed at close")
    void freed() {
        Settings none = Opened.settings(Map.of());
        SslContext context = Tls.context(TlsLibrary.read(none), List.of());
        ManualRuntime runtime = new ManualRuntime();
        HarmonyOsSettings settings = HarmonyOsSettings.read(none, new HarmonyOsSettings.Given(Map.of(), null, null));
        Transport transport = new Transport(
                settings, context, Names.JDK, runtime, new Alarms(runtime.ticker(), (subject, text) -> {}));
        transport.close();
        transport.close();
        assertThat(context instanceof ReferenceCounted).isEqualTo(THERE);
        if (context instanceof ReferenceCounted counted) {
            assertThat(counted.refCnt()).isZero();
        }
    }

    /** Loads our classes anew, and nothing of epoll. */
    private static final class WithoutEpoll extends ClassLoader {

        WithoutEpoll() {
            super(NativeLibrariesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.netty.channel.epoll.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(Sockets.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in =
                    Sockets.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
