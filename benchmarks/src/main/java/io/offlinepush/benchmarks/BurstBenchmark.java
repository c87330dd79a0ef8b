package io.offlinepush.benchmarks;

import io.offlinepush.api.SendResult;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * More messages at once than the engine keeps in its hands: 300,000 sends as fast as {@code capacity()} lets them,
 * while the gateway does not answer; then it answers. Against the steady rate and CPU of {@link SendBenchmark}, taken
 * in the same run.
 */
final class BurstBenchmark {

    private static final int TIMES = 3;
    private static final int SENDS = TIMES * Users.COUNT;
    private static final int WARM_UP = 1;

    private BurstBenchmark() {}

    public static void main(String[] args) {
        Options options = Options.parse(args);
        options.print(SENDS + " sends a round, as fast as they are taken", WARM_UP);
        InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
        try (Instance instance = new Instance(registry, new AcceptsAtOnce(), options.settings())) {
            Users.bind(instance.push, Users.COUNT);
        }
        List<Users.Send> sends = Users.sends(Users.COUNT);
        List<Measured> steady = new ArrayList<>();
        List<Measured> burst = new ArrayList<>();
        for (int i = -WARM_UP; i < options.rounds(); i++) {
            Measured one = SendBenchmark.steady(sends, registry, options.settings());
            System.out.printf("round %d: steady %s%n", i + 1, one);
            Measured other = burst(sends, registry, options.settings());
            System.out.printf("round %d: burst %s%n", i + 1, other);
            if (i >= 0) {
                steady.add(one);
                burst.add(other);
            }
        }
        Measured steadyMedian = Measured.median(steady);
        Measured burstMedian = Measured.median(burst);
        System.out.printf("medians: steady %s | burst %s%n", steadyMedian, burstMedian);
        Goals.atLeast("send.burst", burstMedian.rate() / steadyMedian.rate(), 0.8);
        Goals.atMost("send.burst.cpu", burstMedian.cpu() / steadyMedian.cpu(), 1.3);
        System.exit(0);
    }

    /** The rate from the first answer to the last hand-over; CPU and bytes of all of it, from the first send. */
    private static Measured burst(
            List<Users.Send> sends, InMemoryBindingRegistry registry, Map<String, String> settings) {
        AcceptsAtOnce provider = new AcceptsAtOnce();
        provider.hold();
        try (Instance instance = new Instance(registry, provider, settings)) {
            System.gc();
            Meter meter = Meter.start();
            CompletionStage<SendResult> last = storeAll(instance, sends);
            double storing = meter.stop(SENDS).rate();
            long handedBefore = provider.handed.total();
            long start = System.nanoTime();
            provider.letGo();
            provider.handed.await(SENDS);
            double seconds = (provider.handed.last() - start) / 1e9;
            instance.awaitSettled(last, 1);
            Measured whole = meter.stop(SENDS);
            System.out.printf(
                    "stored %,.0f/s; %,d left before the first answer; %,.0f/s from the first send to the last end%n",
                    storing, handedBefore, whole.rate());
            return new Measured((SENDS - handedBefore) / seconds, whole.cpu(), whole.bytes());
        }
    }

    /** Sends all, each when there is room, and again what was refused all the same; returns when all are stored. */
    private static CompletionStage<SendResult> storeAll(Instance instance, List<Users.Send> sends) {
        List<Users.Send> left = new ArrayList<>(SENDS);
        for (int time = 0; time < TIMES; time++) {
            left.addAll(sends);
        }
        CompletionStage<SendResult> lastStored = null;
        while (!left.isEmpty()) {
            List<CompletionStage<SendResult>> results = new ArrayList<>(left.size());
            for (Users.Send send : left) {
                instance.push.messages().capacity().toCompletableFuture().join();
                results.add(instance.send(send));
            }
            List<Users.Send> refused = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                SendResult result = results.get(i).toCompletableFuture().join();
                if (result instanceof SendResult.Stored) {
                    lastStored = results.get(i);
                } else if (result instanceof SendResult.Overloaded) {
                    refused.add(left.get(i));
                } else {
                    throw new IllegalStateException("not stored: " + result);
                }
            }
            left = refused;
        }
        return Objects.requireNonNull(lastStored);
    }
}
