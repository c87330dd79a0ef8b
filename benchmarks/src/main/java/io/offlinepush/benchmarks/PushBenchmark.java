package io.offlinepush.benchmarks;

import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * The whole provider against Pushy: one token a request, one connection, 256 in flight, the message built and the
 * verdict read for each push. Both send over TLS to a server in another process, Pushy to its own; rounds alternate.
 *
 * <p>The next push comes either from what follows an answer, so that the client alone is measured, or from a thread
 * that waits for room, so that waking each other is part of it.
 */
final class PushBenchmark {

    private static final int TOKENS = 1024;

    private PushBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int pushes = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        boolean thread = args.length > 2 && args[2].equals("thread");
        try (Gateways gateways = new Gateways()) {
            measure(rounds, pushes, thread, gateways.pushy(), ours(gateways.takesAll()));
        }
        System.exit(0);
    }

    private static void measure(
            int rounds,
            int pushes,
            boolean thread,
            LongFunction<CompletionStage<Boolean>> pushy,
            LongFunction<CompletionStage<Boolean>> ours)
            throws Exception {
        System.out.printf(
                "%d pushes a round, %d in flight, sent from %s; two rounds to warm up%n",
                pushes, Pushes.IN_FLIGHT, thread ? "a thread" : "callbacks");
        List<Measured> pushyRounds = new ArrayList<>();
        List<Measured> ourRounds = new ArrayList<>();
        for (int i = -2; i < rounds; i++) {
            Measured one = Pushes.round(pushes, thread, pushy);
            Measured other = Pushes.round(pushes, thread, ours);
            if (i >= 0) {
                pushyRounds.add(one);
                ourRounds.add(other);
                System.out.printf("round %d: Pushy %s | ours %s%n", i + 1, one, other);
            }
        }
        Measured pushyMedian = Measured.median(pushyRounds);
        Measured ourMedian = Measured.median(ourRounds);
        System.out.printf("medians: Pushy %s | ours %s%n", pushyMedian, ourMedian);
        Goals.atLeast("push.rate", ourMedian.rate() / pushyMedian.rate(), 1.2);
        Goals.atMost("push.cpu", ourMedian.cpu() / pushyMedian.cpu(), 0.9);
    }

    private static LongFunction<CompletionStage<Boolean>> ours(PushProvider provider) {
        List<List<Target>> targets =
                Sample.targets(TOKENS).stream().map(List::of).toList();
        return number -> provider.push(Sample.of(number, targets.get((int) (number % TOKENS))))
                .thenApply(verdicts -> verdicts.get(0) instanceof Verdict.Accepted);
    }
}
