package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One vendor's provider is dead in each way that a provider can be, under more load than all its bounds together: the
 * pushes to the other vendor leave at the very moments at which they leave without it.
 */
class DeadLaneTest {

    private static final VendorApp OTHER = new VendorApp("other", "chat");
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int STEPS = 200;
    private static final int DEAD_AT_A_TIME = 20;

    /** What the dead provider does with every request. */
    enum Death {
        NEVER_ANSWERS,
        THROWS,
        FAILS,
        ALWAYS_LATER
    }

    private static CompletionStage<List<Verdict>> dead(Death death, PushRequest request) {
        return switch (death) {
            case NEVER_ANSWERS -> leaving(request, new CompletableFuture<>());
            case THROWS -> throw new IllegalStateException("the provider has an error");
            case FAILS -> leaving(request, CompletableFuture.failedFuture(new IllegalStateException("no connection")));
            case ALWAYS_LATER -> leaving(request, all(request, new Verdict.RetryLater(null, VendorAnswer.NONE)));
        };
    }

    /** When each push of the lane that works left, by its text; and how many pushes are open in the end. */
    private record Seen(Map<String, Duration> leftAt, long open) {}

    @ParameterizedTest
    @EnumSource
    void theOtherLaneDoesNotNotice(Death death) {
        Seen alone = run(request -> leaving(request, accepted(request)), 0);
        Seen beside = run(request -> dead(death, request), DEAD_AT_A_TIME);

        assertThat(alone.leftAt).as("all of them leave").hasSize(STEPS * 2);
        assertThat(beside.open)
                .as("more than fits in the dead one's lane and in memory")
                .isGreaterThan(1_000);
        assertThat(beside.leftAt).isEqualTo(alone.leftAt);
    }

    private static Seen run(Function<PushRequest, CompletionStage<List<Verdict>>> dead, int deadAtATime) {
        ManualRuntime runtime = new ManualRuntime();
        InMemoryMessageStore store = new InMemoryMessageStore(runtime);
        Map<String, Duration> leftAt = new TreeMap<>();
        Function<PushRequest, CompletionStage<List<Verdict>>> noting = request -> {
            leftAt.put(
                    request.notification().content().content(),
                    Duration.ofNanos(runtime.ticker().nanos()));
            return leaving(request, accepted(request));
        };
        OfflinePush push = OfflinePush.builder()
                .setting("laneInFlight", "10")
                .setting("laneParts", "50")
                .setting("partsInMemory", "500")
                .messageStore(store)
                .bindingRegistry(new InMemoryBindingRegistry())
                .pushProvider(new Answering(APP, noting))
                .pushProvider(new Answering(OTHER, dead))
                .environment(runtime)
                .build();
        push.start();
        bind(push, "lively", APP);
        bind(push, "unlucky", OTHER);
        runtime.runAll();
        for (int i = 0; i < STEPS; i++) {
            for (int j = 0; j < deadAtATime; j++) {
                send(push, "unlucky", "for nobody");
            }
            send(push, "lively", "first " + i);
            send(push, "lively", "second " + i);
            runtime.advance(STEP);
            // A dead provider has much to say.
            CapturedLogs.clear();
        }
        long open = store.outbox().backlog(1_000_000).owed();
        push.close(Duration.ZERO);
        return new Seen(leftAt, open);
    }

    private static void bind(OfflinePush push, String name, VendorApp app) {
        DeviceId device = new DeviceId(name);
        push.devices().registerPush(new Registration(device, app, new DeviceToken(name)));
        push.devices().login(new UserId(name), device, Platform.HARMONY_OS);
    }

    private static void send(OfflinePush push, String to, String text) {
        push.messages().send(World.text(ALICE, new UserId(to), text), SendConfig.push(PushConfig.of("Alice", text)));
    }

    private static CompletionStage<List<Verdict>> accepted(PushRequest request) {
        return all(request, new Verdict.Accepted(new VendorAnswer("OK", "")));
    }

    private static CompletionStage<List<Verdict>> all(PushRequest request, Verdict verdict) {
        List<Verdict> verdicts = new ArrayList<>();
        request.targets().forEach(target -> verdicts.add(verdict));
        return CompletableFuture.completedFuture(verdicts);
    }

    private static CompletionStage<List<Verdict>> leaving(PushRequest request, CompletionStage<List<Verdict>> answer) {
        return request.sendIfCurrent(() -> {}) ? answer : all(request, new Verdict.RetryLater(null, VendorAnswer.NONE));
    }

    private record Answering(VendorApp app, Function<PushRequest, CompletionStage<List<Verdict>>> answer)
            implements PushProvider {

        @Override
        public Set<VendorApp> apps() {
            return Set.of(app);
        }

        @Override
        public int maxTargets() {
            return 1_000;
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return answer.apply(request);
        }

        @Override
        public void close() {}
    }
}
