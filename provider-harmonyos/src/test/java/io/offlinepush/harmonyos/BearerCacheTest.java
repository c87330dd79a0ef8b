package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.AlarmSink;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BearerCacheTest {

    private static String account = "";

    private final ManualRuntime runtime = new ManualRuntime();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicReference<String> text = new AtomicReference<>(account);
    private final BearerCache cache = new BearerCache(
            "harmonyos.apps.a.serviceAccount",
            ServiceAccountSource.supplied(() -> {
                reads.incrementAndGet();
                return text.get();
            }),
            runtime,
            new Alarms(runtime.ticker(), AlarmSink.NONE));

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    private CompletableFuture<Bearer> get() {
        return cache.get().toCompletableFuture();
    }

    private Bearer made() {
        CompletableFuture<Bearer> bearer = get();
        runtime.runAll();
        return bearer.join();
    }

    @Test
    @DisplayName("the first is signed once, however many wait, and on the blocking executor")
    void singleFlight() {
        CompletableFuture<Bearer> one = get();
        CompletableFuture<Bearer> two = get();
        assertThat(one).isNotDone();
        assertThat(runtime.pending()).isEqualTo(1);
        runtime.runAll();
        assertThat(one.join()).isSameAs(two.join()).isSameAs(get().join());
        assertThat(runtime.pending()).isZero();
    }

    @Test
    @DisplayName("renewed in the background at three quarters of its life; nobody waits meanwhile")
    void ahead() throws Exception {
        Bearer first = made();
        runtime.elapse(Duration.ofMinutes(45).minusNanos(1));
        assertThat(get()).isCompletedWithValue(first);
        assertThat(runtime.pending()).isZero();

        runtime.elapse(Duration.ofNanos(1));
        assertThat(get()).isCompletedWithValue(first);
        assertThat(get()).isCompletedWithValue(first);
        assertThat(runtime.pending()).isEqualTo(1);
        runtime.runAll();
        Bearer second = get().join();
        assertThat(second).isNotSameAs(first);
        SignedJWT jwt = SignedJWT.parse(second.authorization().toString().substring("Bearer ".length()));
        assertThat(jwt.getJWTClaimsSet().getIssueTime())
                .as("back-dated by a minute")
                .isEqualTo("2026-01-01T00:44:00Z");
        assertThat(jwt.getJWTClaimsSet().getExpirationTime()).isEqualTo("2026-01-01T01:44:00Z");
    }

    @Test
    @DisplayName("one that is about to expire is not used")
    void expired() {
        made();
        runtime.elapse(Duration.ofMinutes(58));
        assertThat(get()).isNotDone();
    }

    @Test
    @DisplayName("the account is asked again at each renewal, so that a key can be replaced")
    void replacedKey() {
        Bearer first = made();
        text.set(account.replace("\"12\"", "\"13\""));
        runtime.elapse(Duration.ofMinutes(50));
        made();
        assertThat(get().join().path().toString()).isEqualTo("/v3/13/messages:send");
        assertThat(first.path().toString()).isEqualTo("/v3/12/messages:send");
    }

    @Test
    @DisplayName("a renewal that fails leaves the present one in use and is tried again after a pause")
    void failedRenewal() {
        Bearer first = made();
        text.set("gone");
        runtime.elapse(Duration.ofMinutes(50));
        int before = reads.get();
        assertThat(made()).isSameAs(first);
        assertThat(made()).isSameAs(first);
        assertThat(reads.get()).isEqualTo(before + 1);
        runtime.elapse(Duration.ofSeconds(10));
        text.set(account);
        made();
        assertThat(get().join()).isNotSameAs(first);
    }

    @Test
    @DisplayName("without one that is valid, a failure is a failure, and the next push tries again")
    void failedFirst() {
        text.set("gone");
        CompletableFuture<Bearer> bearer = get();
        runtime.runAll();
        assertThatThrownBy(bearer::join).hasCauseInstanceOf(SettingsException.class);
        text.set(account);
        assertThat(made()).isNotNull();
    }

    @Test
    @DisplayName("a refused one is replaced once; its replacement, if refused too, only after a pause")
    void refused() {
        Bearer first = made();
        var instead = cache.insteadOf(first).orElseThrow().toCompletableFuture();
        runtime.runAll();
        Bearer second = instead.join();
        assertThat(second).isNotSameAs(first);
        // Others that were refused with the first one share the second.
        assertThat(cache.insteadOf(first).orElseThrow().toCompletableFuture()).isCompletedWithValue(second);
        assertThat(cache.insteadOf(second)).isEmpty();
        second.prove();
        assertThat(cache.insteadOf(second)).isPresent();
        runtime.runAll();
        Bearer third = get().join();
        assertThat(cache.insteadOf(third)).isEmpty();
        runtime.elapse(Duration.ofSeconds(10));
        assertThat(cache.insteadOf(third)).isPresent();
    }

    @Test
    @DisplayName("while a refused one is being replaced, others go on with it; if that fails, it is not tried for each")
    void refusedMeanwhile() {
        Bearer first = made();
        text.set("gone");
        int before = reads.get();
        CompletableFuture<Bearer> instead = cache.insteadOf(first).orElseThrow().toCompletableFuture();
        assertThat(get()).isCompletedWithValue(first);
        assertThat(cache.insteadOf(first).orElseThrow().toCompletableFuture()).isSameAs(instead);
        runtime.runAll();
        assertThat(instead).isCompletedExceptionally();
        assertThat(get()).isCompletedWithValue(first);
        assertThat(cache.insteadOf(first)).isEmpty();
        assertThat(reads).hasValue(before + 1);
        runtime.elapse(Duration.ofSeconds(10));
        text.set(account);
        assertThat(cache.insteadOf(first)).isPresent();
        runtime.runAll();
        assertThat(get().join()).isNotSameAs(first);
    }

    @Test
    @DisplayName("a key that replaces another: both are used while they overlap, each with its own name")
    void overlapping() throws Exception {
        Bearer first = made();
        text.set(account.replace("\"kid\"", "\"kid2\""));
        runtime.elapse(Duration.ofMinutes(45));
        assertThat(get()).isCompletedWithValue(first);
        runtime.runAll();
        Bearer second = get().join();
        assertThat(keyOf(first)).isEqualTo("kid");
        assertThat(keyOf(second)).isEqualTo("kid2");
        // A request that was still under way with the first and is refused takes the second.
        assertThat(cache.insteadOf(first).orElseThrow().toCompletableFuture()).isCompletedWithValue(second);
    }

    private static String keyOf(Bearer bearer) throws Exception {
        return SignedJWT.parse(bearer.authorization().toString().substring("Bearer ".length()))
                .getHeader()
                .getKeyID();
    }

    @Test
    @DisplayName("a wrong account fails the start")
    void wrong() {
        assertThatThrownBy(() -> new BearerCache(
                        "harmonyos.apps.a.serviceAccount",
                        ServiceAccountSource.pathOrText("{}"),
                        runtime,
                        new Alarms(runtime.ticker(), AlarmSink.NONE)))
                .isInstanceOf(SettingsException.class);
    }
}
