package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection is there before the first push, and again after one has ended, for a few apps. */
@Timeout(120)
class WarmAppsTest {

    private final ProviderFixture fixture = new ProviderFixture();
    private final TestEnvironment environment = fixture.environment;

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private PushProvider provider(URI url, int apps, String warmApps) {
        Map<String, String> settings = ProviderFixture.settings(url, "warmApps", warmApps);
        for (int i = 1; i < apps; i++) {
            settings.put("apps.com.example.other" + i + ".serviceAccount", ProviderFixture.serviceAccount());
        }
        return fixture.opened(Opened.provider(settings, environment));
    }

    /** A bound for a test that hangs only. */
    private static void awaitConnections(FrameServer server, int connections) {
        while (server.connections.get() < connections) {
            Thread.onSpinWait();
        }
    }

    private static void assertAccepted(PushProvider provider) throws Exception {
        assertThat(Opened.verdict(provider, TestRequest.to("TOKEN"))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    @DisplayName("a connection is opened at the start, without a push, and the first push takes it")
    void atStart() throws Exception {
        FrameServer server = fixture.frames((stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        PushProvider provider = provider(server.url(), 1, "4");
        awaitConnections(server, 1);
        assertAccepted(provider);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("one that has ended is replaced a second later, without a push")
    void replaced() throws Exception {
        FrameServer server = fixture.frames((stream, n) -> {
            stream.answerNow(200, FrameServer.SUCCESS);
            stream.goAway(stream.id());
        });
        PushProvider provider = provider(server.url(), 1, "4");
        assertAccepted(provider);
        server.hungUp.acquire();
        environment.awaitScheduled(Duration.ofSeconds(1));
        assertThat(server.connections).hasValue(1);
        environment.advance(Duration.ofSeconds(1));
        awaitConnections(server, 2);
    }

    @Test
    @DisplayName("one that cannot be opened fails no start, and is tried again, each time later")
    void failing() throws Exception {
        FrameServer gone = fixture.frames((stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        URI url = gone.url();
        gone.close();
        PushProvider provider = provider(url, 1, "4");
        for (Duration wait : List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))) {
            environment.awaitScheduled(wait);
            environment.advance(wait);
        }
        environment.awaitScheduled(Duration.ofSeconds(8));
        assertThat(provider.apps()).hasSize(1);
    }

    @Test
    @DisplayName("no more apps than the setting says: the one that pushes takes the place of another")
    void most() throws Exception {
        FrameServer server = fixture.frames((stream, n) -> {
            stream.answerNow(200, FrameServer.SUCCESS);
            stream.goAway(stream.id());
        });
        PushProvider provider = provider(server.url(), 3, "2");
        awaitConnections(server, 2);
        assertAccepted(provider);
        environment.awaitScheduled(Duration.ofSeconds(1));
        environment.advance(Duration.ofSeconds(1));
        awaitConnections(server, 3);
        assertThat(server.connections).hasValueLessThanOrEqualTo(4);
    }

    @Test
    @DisplayName("with 0 nothing is opened before the first push")
    void none() throws Exception {
        FrameServer server = fixture.frames((stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        PushProvider provider = provider(server.url(), 2, "0");
        assertAccepted(provider);
        assertThat(server.connections).hasValue(1);
    }
}
