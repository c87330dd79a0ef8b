package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import io.offlinepush.spi.PushProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Providers and servers of one test, on a manual clock. Closes them in reverse order and finds tasks left behind. */
final class ProviderFixture {

    private static final String ACCOUNT = account();

    final TestEnvironment environment = new TestEnvironment();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(environment));

    /** A service account of the project 12. Making its key takes long, so it is made once. */
    private static String account() {
        try {
            return ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
        } catch (Exception e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    static String serviceAccount() {
        return ACCOUNT;
    }

    /** Closes it with the fixture. */
    <T extends AutoCloseable> T opened(T what) {
        opened.add(what);
        return what;
    }

    /** Settings of one app at this server, which presents the certificate of localhost; further ones in pairs. */
    static Map<String, String> settings(URI url, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "apps." + TestRequest.APP + ".serviceAccount",
                ACCOUNT,
                "url",
                url.toString(),
                "trustedCa",
                TestIdentity.of("localhost").pem()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    PushProvider provider(URI url, String... more) {
        return opened(Opened.provider(settings(url, more), environment));
    }

    /** A server that speaks HTTP/2. */
    FrameServer frames(Http2Settings settings, FrameServer.Script script) throws Exception {
        return opened(new FrameServer(TestIdentity.of("localhost"), settings, script));
    }

    /** A server that speaks HTTP/2 with the usual settings. */
    FrameServer frames(FrameServer.Script script) throws Exception {
        return frames(new Http2Settings(), script);
    }

    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        assertThat(environment.manual.scheduled()).as("tasks left behind").isZero();
    }
}
