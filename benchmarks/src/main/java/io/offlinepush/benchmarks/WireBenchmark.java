package io.offlinepush.benchmarks;

import io.offlinepush.inmemory.InMemoryBindingRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * The whole way of a message, from {@code send} to the gateway's answer, over HTTP/2 and TLS to a server in another
 * process, against Pushy, which stores and decides nothing. Each has one connection; rounds alternate.
 */
final class WireBenchmark {

    private static final int WARM_UP = 3;

    private WireBenchmark() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        options.print(
                Users.COUNT + " messages a round, at most " + SendBenchmark.UNDER_WAY + " under way; Pushy with "
                        + Pushes.IN_FLIGHT + " in flight",
                WARM_UP);
        try (Gateways gateways = new Gateways()) {
            measure(options, gateways.pushy(), new CountsAccepted(gateways.takesAll()));
        }
        System.exit(0);
    }

    private static void measure(Options options, LongFunction<CompletionStage<Boolean>> pushy, CountsAccepted provider)
            throws Exception {
        InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
        List<Users.Send> sends = Users.sends(Users.COUNT);
        List<Measured> pushyRounds = new ArrayList<>();
        List<Measured> ourRounds = new ArrayList<>();
        try (Instance instance = new Instance(registry, provider, options.settings())) {
            Users.bind(instance.push, Users.COUNT);
            for (int i = -WARM_UP; i < options.rounds(); i++) {
                System.gc();
                Measured one = Pushes.round(Users.COUNT, false, pushy);
                System.gc();
                Meter meter = Meter.start();
                var last = instance.sendAll(sends, 1, SendBenchmark.UNDER_WAY, provider.accepted);
                instance.awaitSettled(last, 1);
                Measured other = meter.stop(Users.COUNT, provider.accepted.last());
                System.out.printf("round %d: Pushy %s | ours %s%n", i + 1, one, other);
                if (i >= 0) {
                    pushyRounds.add(one);
                    ourRounds.add(other);
                }
            }
        }
        Measured pushyMedian = Measured.median(pushyRounds);
        Measured ourMedian = Measured.median(ourRounds);
        System.out.printf(
                "medians: Pushy %s | ours %s; %d tries were not accepted%n", pushyMedian, ourMedian, provider.others());
        Goals.atLeast("wire.path", ourMedian.rate() / pushyMedian.rate(), 0.6);
        Goals.atMost("wire.path.cpu", ourMedian.cpu() / pushyMedian.cpu(), 3.5);
    }
}
