package io.offlinepush.benchmarks;

import io.offlinepush.api.SendResult;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The way of a message from {@code send} to the provider, in memory, to 100,000 users with one device each: its rate
 * against {@link Yardstick}, what it costs, and how long it takes alone and at half of the peak.
 */
final class SendBenchmark {

    static final int UNDER_WAY = 800;

    private static final int TIMES = 2;
    private static final int SENDS = TIMES * Users.COUNT;
    private static final int WARM_UP = 3;

    private SendBenchmark() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        options.print(SENDS + " sends a round, at most " + UNDER_WAY + " under way", WARM_UP);
        InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
        try (Instance instance = new Instance(registry, new AcceptsAtOnce(), options.settings())) {
            Users.bind(instance.push, Users.COUNT);
        }
        List<Users.Send> sends = Users.sends(Users.COUNT);
        Measured path = path(options, registry, sends);
        SendLatency latency = new SendLatency(sends, registry, options);
        latency.alone();
        latency.openLoop(path.rate() / 2);
        System.exit(0);
    }

    private static Measured path(Options options, InMemoryBindingRegistry registry, List<Users.Send> sends)
            throws InterruptedException {
        Yardstick yardstick = new Yardstick();
        List<Measured> plain = new ArrayList<>();
        List<Measured> ours = new ArrayList<>();
        for (int i = -WARM_UP; i < options.rounds(); i++) {
            Measured one = yardstick.sends(SENDS);
            Measured other = steady(sends, registry, options.settings());
            System.out.printf("round %d: yardstick %s | ours %s%n", i + 1, one, other);
            if (i >= 0) {
                plain.add(one);
                ours.add(other);
            }
        }
        Measured ourMedian = Measured.median(ours);
        Goals.atLeast("send.path", ourMedian.rate() / Measured.median(plain).rate(), 0.3);
        Goals.atMost("send.alloc", ourMedian.bytes(), 2500);
        return ourMedian;
    }

    /** One round into an empty store; CPU and bytes until the last end is settled. */
    static Measured steady(List<Users.Send> sends, InMemoryBindingRegistry registry, Map<String, String> settings) {
        AcceptsAtOnce provider = new AcceptsAtOnce();
        try (Instance instance = new Instance(registry, provider, settings)) {
            System.gc();
            Meter meter = Meter.start();
            CompletionStage<SendResult> last = instance.sendAll(sends, TIMES, UNDER_WAY, provider.handed);
            instance.awaitSettled(last, 1);
            return meter.stop(SENDS, provider.handed.last());
        }
    }
}
