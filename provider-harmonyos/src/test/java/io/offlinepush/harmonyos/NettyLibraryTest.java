package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.OfflinePushException;
import io.offlinepush.spi.Provider;
import io.offlinepush.testkit.ManualRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Netty that will not do fails the start with a sentence, whatever is wrong with it. */
class NettyLibraryTest {

    private static final String NEEDS = "the HarmonyOS provider needs Netty 4.1.112 or newer";
    private static String account = "";

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    private static void open(ClassLoader loader, String... settings) throws Exception {
        Provider provider = (Provider) loader.loadClass(HarmonyOsProvider.class.getName())
                .getConstructor()
                .newInstance();
        provider.pushProvider(Opened.context(new ManualRuntime(), settings))
                .orElseThrow()
                .close();
    }

    private static void assertRefused(ClassLoader loader, String... messages) {
        assertThatThrownBy(() -> open(loader, "apps.com.example.chat.serviceAccount", account))
                .isInstanceOf(OfflinePushException.class)
                .hasMessageStartingWith(NEEDS)
                .hasMessageContainingAll(messages);
    }

    @Test
    @DisplayName("the Netty of this run will do, and each of its classes is there once")
    void thisOne() throws Exception {
        ClassLoader loader = HarmonyOsProvider.class.getClassLoader();
        assertThat(NettyLibrary.of(loader).problem()).isEmpty();
        // In netty-codec with 4.1, in netty-codec-base with 4.2: whoever declares one of them brings both.
        assertThat(Collections.list(loader.getResources("io/netty/handler/codec/ByteToMessageDecoder.class")))
                .hasSize(1);
        open(new Other("none", null), "apps.com.example.chat.serviceAccount", account);
    }

    @Test
    @DisplayName("no Netty at all: every artifact is named; without an app nobody minds")
    void none() throws Exception {
        ClassLoader without = new Other("io.netty.", "");
        assertRefused(
                without, "the classes of io.netty:netty-common, io.netty:netty-buffer", "are not there: add them");
        Provider unused = (Provider) without.loadClass(HarmonyOsProvider.class.getName())
                .getConstructor()
                .newInstance();
        assertThat(unused.pushProvider(Opened.context(new ManualRuntime()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty.handler.codec.http2., netty-codec-http2",
        "io.netty.handler.codec.http., netty-codec-http",
        "io.netty.handler.ssl., netty-handler"
    })
    @DisplayName("an artifact is missing")
    void missing(String classes, String artifact) {
        assertRefused(
                new Other(classes, "netty-common.version=4.2.18.Final"),
                ", and the classes of io.netty:" + artifact + " are not there: add it",
                "found 4.2.18.Final");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1.111.Final", "4.1.99.Final", "4.0.200.Final", "3.10.6.Final"})
    @DisplayName("too old: the version that was found is named")
    void old(String version) {
        assertRefused(
                new Other("none", "netty-common.version=" + version + "\nnetty-handler.version=" + version),
                ", found " + version + ": raise the version in the host's build");
    }

    @Test
    @DisplayName("one artifact too old among others: all are named")
    void oneOld() {
        assertRefused(
                new Other("none", "netty-common.version=4.2.18.Final\nnetty-handler.version=4.1.100.Final"),
                ", found 4.2.18.Final (netty-common), 4.1.100.Final (netty-handler): raise");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4.1.112.Final", "4.1.1000.Final", "4.2.0.Final", "4.2.18.Final-acme-3", "5.0.0.Final", "acme"})
    @DisplayName("new enough, or not known and with what is needed")
    void fits(String version) {
        assertThat(NettyLibrary.of(new Other("none", "netty-handler.version=" + version))
                        .problem())
                .isEmpty();
        assertThat(NettyLibrary.of(new Other("none", "")).problem()).isEmpty();
    }

    @Test
    @DisplayName("what does not fit in the middle of something is said too")
    void doesNotFit() {
        assertRefused(
                new Other("io.netty.util.concurrent.FastThreadLocalThread", "netty-common.version=4.2.18.Final"),
                "does not fit (java.lang.NoClassDefFoundError), found 4.2.18.Final");
    }

    /** Loads our classes anew, none of Netty's whose names begin so, and says other versions than there are. */
    private static final class Other extends ClassLoader {

        private final String hidden;
        private final @Nullable String versions;

        Other(String hidden, @Nullable String versions) {
            super(NettyLibraryTest.class.getClassLoader());
            this.hidden = hidden;
            this.versions = versions;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            String text = versions;
            if (text == null || !name.equals("META-INF/io.netty.versions.properties")) {
                return super.getResources(name);
            }
            return Collections.enumeration(text.isEmpty() ? List.of() : List.of(url(text)));
        }

        @SuppressWarnings("deprecation") // URL.of is newer than 17
        private static URL url(String text) throws IOException {
            return new URL(null, URI.create("memory:versions").toString(), new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
                        }
                    };
                }
            });
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(hidden)) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (!name.startsWith("io.offlinepush.harmonyos.")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in =
                    HarmonyOsProvider.class.getResourceAsStream('/' + name.replace('.', '/') + ".class")) {
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
