package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A resolver, a source of secrets or a gateway that is in trouble costs the app that needs it, and nobody else. */
@Timeout(120)
class IsolationTest {

    private static String account = "";

    private final TestEnvironment environment = new TestEnvironment();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(environment));
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeAll
    static void make() throws Exception {
        account = ServiceAccountTest.json("12", ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048)));
    }

    @AfterEach
    void close() throws Exception {
        released.countDown();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        assertThat(environment.manual.scheduled()).as("tasks left behind").isZero();
    }

    private FrameServer server(FrameServer.Script script) throws Exception {
        FrameServer server = new FrameServer(TestIdentity.of("localhost"), new Http2Settings(), script);
        opened.add(server);
        return server;
    }

    private PushProvider provider(FrameServer server, Names names, Map<String, ServiceAccountSource> accounts) {
        Settings settings = Opened.settings(new TreeMap<>(Map.of(
                "url",
                server.url().toString(),
                "trustedCa",
                TestIdentity.of("localhost").pem())));
        PushProvider provider = PushKit.open(
                HarmonyOsSettings.read(settings, new HarmonyOsSettings.Given(accounts, null, null)),
                new ProviderContext(settings, environment),
                names);
        opened.add(provider);
        return provider;
    }

    private static CompletableFuture<List<Verdict>> push(PushProvider provider, String app) {
        return provider.push(new OfApp(app, TestRequest.to("TOKEN"))).toCompletableFuture();
    }

    private static void assertAccepted(CompletableFuture<List<Verdict>> push) throws Exception {
        assertThat(push.get(30, TimeUnit.SECONDS)).singleElement().isInstanceOf(Verdict.Accepted.class);
    }

    private void hang() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the store and the lease run on takes a task at once. */
    private void assertBlockingIsFree() throws Exception {
        CompletableFuture.runAsync(() -> {}, environment.blocking()).get(30, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("a resolver that hangs costs the apps without a connection: one look-up, no thread of the store, and "
            + "a later look-up gets through")
    void hangingResolver() throws Exception {
        FrameServer server = server((stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        AtomicBoolean hangs = new AtomicBoolean();
        AtomicInteger lookUps = new AtomicInteger();
        LinkedBlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
        Names names = host -> {
            begun.add(lookUps.incrementAndGet());
            if (hangs.get()) {
                hang();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        Map<String, ServiceAccountSource> accounts = new TreeMap<>();
        for (int i = 0; i < 16; i++) {
            accounts.put("app" + i, ServiceAccountSource.pathOrText(account));
        }
        PushProvider provider = provider(server, names, accounts);
        assertAccepted(push(provider, "app0"));
        begun.take();
        // Its own connect timeout is not one of those that are counted below.
        environment.awaitScheduled(Duration.ofSeconds(5));

        hangs.set(true);
        List<CompletableFuture<List<Verdict>>> without = new ArrayList<>();
        for (int i = 1; i < 16; i++) {
            without.add(push(provider, "app" + i));
        }
        begun.take();
        assertBlockingIsFree();
        assertAccepted(push(provider, "app0"));
        // Each has its own connect timeout under way before the time is over.
        for (int i = 1; i < 16; i++) {
            environment.awaitScheduled(Duration.ofSeconds(5));
        }
        assertThat(lookUps).as("one for all").hasValue(2);

        environment.advance(Duration.ofSeconds(5));
        for (CompletableFuture<List<Verdict>> push : without) {
            // Some may have begun to wait a moment later than others.
            while (!push.isDone()) {
                environment.advance(Duration.ofMillis(10));
            }
            assertThat(Opened.assertNotSent(push.get(30, TimeUnit.SECONDS).get(0)))
                    .isEqualTo("not within 5000 ms: the name was not looked up");
        }
        hangs.set(false);
        assertAccepted(push(provider, "app7"));
        assertThat(lookUps).hasValue(3);
    }

    @Test
    @DisplayName("a source of secrets that hangs costs its app alone")
    void hangingSecrets() throws Exception {
        FrameServer server = server((stream, n) -> stream.answer(200, FrameServer.SUCCESS));
        AtomicBoolean hangs = new AtomicBoolean();
        PushProvider provider = provider(
                server,
                Names.JDK,
                Map.of(
                        "slow",
                        ServiceAccountSource.supplied(() -> {
                            if (hangs.get()) {
                                hang();
                            }
                            return account;
                        }),
                        "quick",
                        ServiceAccountSource.pathOrText(account)));
        hangs.set(true);
        CompletableFuture<List<Verdict>> slow = push(provider, "slow");
        assertAccepted(push(provider, "quick"));
        assertBlockingIsFree();
        environment.advance(Duration.ofSeconds(10));
        assertThat(Opened.assertNotSent(slow.get(30, TimeUnit.SECONDS).get(0)))
                .isEqualTo("no bearer could be signed in time");
        released.countDown();
        hangs.set(false);
        assertAccepted(push(provider, "slow"));
    }

    @Test
    @DisplayName(
            "a gateway that answers 503 to every fourth request does not bring an app down to one request a second")
    void oneBadGatewayOfFour() throws Exception {
        FrameServer server =
                server((stream, n) -> stream.answer(n % 4 == 0 ? 503 : 200, n % 4 == 0 ? "" : FrameServer.SUCCESS));
        PushProvider provider = provider(server, Names.JDK, Map.of("app", ServiceAccountSource.pathOrText(account)));
        assertAccepted(push(provider, "app"));
        int pushed = 0;
        Duration inLastThousand = Duration.ZERO;
        while (pushed < 4_000) {
            // At most a thousand a second, one after the other; time passes as the rate limiter asks for it.
            Duration passed = Duration.ofMillis(1);
            environment.advance(passed);
            CompletableFuture<List<Verdict>> push = push(provider, "app");
            while (!push.isDone()) {
                Duration turn = environment.pollScheduled(Duration.ofSeconds(1));
                if (turn == null) {
                    Thread.onSpinWait();
                } else {
                    environment.advance(turn);
                    passed = passed.plus(turn);
                }
            }
            pushed++;
            inLastThousand = pushed > 3_000 ? inLastThousand.plus(passed) : inLastThousand;
        }
        assertThat(server.requests.get()).isEqualTo(4_001);
        assertThat(inLastThousand).isLessThan(Duration.ofSeconds(2));
    }

    /** A request of another app. */
    private record OfApp(String name, TestRequest request) implements PushRequest {

        @Override
        public VendorApp app() {
            return new VendorApp("harmonyos", name);
        }

        @Override
        public Notification notification() {
            return TestRequest.notification(1, PushConfig.of("t", "b"));
        }

        @Override
        public List<Target> targets() {
            return request.targets();
        }

        @Override
        public Duration timeLeft() {
            return request.timeLeft();
        }

        @Override
        public boolean sendIfCurrent(Runnable write) {
            return request.sendIfCurrent(write);
        }
    }
}
