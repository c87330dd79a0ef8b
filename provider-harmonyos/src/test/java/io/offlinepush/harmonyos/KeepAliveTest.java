package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final ManualRuntime runtime = new ManualRuntime();
    private final DefaultEventLoop netty = new DefaultEventLoop();
    private final List<String> said = new ArrayList<>();
    private final KeepAlive keepAlive = new KeepAlive(
            runtime,
            new Loop(netty),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            () -> said.add("ping"),
            () -> said.add("dead"));

    @AfterEach
    void close() {
        keepAlive.stop();
        assertThat(runtime.scheduled()).isZero();
        var unused = netty.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void elapse(Duration time) throws Exception {
        runtime.advance(time);
        netty.submit(() -> {}).get();
    }

    @Test
    @DisplayName("silence is asked about, and an answer is enough")
    void silence() throws Exception {
        keepAlive.start();
        elapse(Duration.ofSeconds(59));
        assertThat(said).isEmpty();
        elapse(Duration.ofSeconds(1));
        assertThat(said).containsExactly("ping");
        keepAlive.heard();
        elapse(Duration.ofSeconds(5));
        elapse(Duration.ofSeconds(54));
        assertThat(said).containsExactly("ping");
        elapse(Duration.ofSeconds(1));
        assertThat(said).containsExactly("ping", "ping");
        elapse(Duration.ofSeconds(5));
        assertThat(said).containsExactly("ping", "ping", "dead");
    }

    @Test
    @DisplayName("a busy connection is not asked")
    void busy() throws Exception {
        keepAlive.start();
        for (int i = 0; i < 100; i++) {
            elapse(Duration.ofSeconds(10));
            keepAlive.heard();
        }
        assertThat(said).isEmpty();
    }

    @Test
    @DisplayName("an answer that did not come is asked about at once; the connection is doubted until something comes")
    void missed() throws Exception {
        keepAlive.start();
        elapse(Duration.ofSeconds(1));
        keepAlive.heard();
        keepAlive.missed(runtime.ticker().nanos() - 1);
        assertThat(said).isEmpty();
        assertThat(keepAlive.doubted()).isFalse();
        keepAlive.missed(runtime.ticker().nanos() + 1);
        keepAlive.missed(runtime.ticker().nanos() + 1);
        assertThat(said).containsExactly("ping");
        assertThat(keepAlive.doubted()).isTrue();
        keepAlive.heard();
        assertThat(keepAlive.doubted()).isFalse();
        elapse(Duration.ofSeconds(10));
        assertThat(said).containsExactly("ping");
        keepAlive.missed(runtime.ticker().nanos());
        elapse(Duration.ofSeconds(5));
        assertThat(said).containsExactly("ping", "ping", "dead");
    }

    @Test
    @DisplayName("after the end nothing is waited for, also if an answer is missed then")
    void stopped() {
        keepAlive.start();
        keepAlive.stop();
        keepAlive.missed(runtime.ticker().nanos());
        assertThat(runtime.scheduled()).isZero();
    }
}
