package io.offlinepush.benchmarks;

import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The whole provider against gateways that are not ideal, on one connection, with more pushes waiting than it takes: one
 * that allows 100 streams and takes 20 ms for each answer, where arithmetic says what is possible, and one that goes away
 * after every 1,000 streams, where nothing may be lost.
 */
final class GatewayBenchmark {

    private static final int IN_FLIGHT = 512;

    /** One after the other, to learn how long one takes. */
    private static final int ALONE = 500;

    private GatewayBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int pushes = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        try (Gateways gateways = new Gateways()) {
            slow(rounds, pushes, gateways.slow());
            leaving(rounds, 5 * pushes, gateways.leaving());
        }
        System.exit(0);
    }

    private static void slow(int rounds, int pushes, PushProvider provider) throws InterruptedException {
        double possible = Servers.SLOW_STREAMS * 1000.0 / Servers.SLOW_MILLIS;
        double[] shares = new double[rounds];
        for (int i = -1; i < rounds; i++) {
            Round round = round(pushes, IN_FLIGHT, provider);
            if (i >= 0) {
                shares[i] = round.rate() / possible;
                System.out.printf(
                        "round %d: %,.0f/s of %,.0f/s, %d not accepted%n",
                        i + 1, round.rate(), possible, round.failed());
            }
        }
        Arrays.sort(shares);
        double share = shares[rounds / 2];
        System.out.printf(
                "%d streams, %d ms, median of %d rounds%n", Servers.SLOW_STREAMS, Servers.SLOW_MILLIS, rounds);
        Goals.atLeast("push.gateway", share, 0.95);
        // A timer of the gateway's is late by some of a millisecond, and bytes take their time: what nobody can do
        // better.
        double alone = 1000 / round(ALONE, 1, provider).rate();
        System.out.printf(
                "one push alone takes %.2f ms: %.3f of what that many streams allow%n",
                alone, share * alone / Servers.SLOW_MILLIS);
    }

    private static void leaving(int rounds, int pushes, PushProvider provider) throws InterruptedException {
        long failed = 0;
        for (int i = 0; i < rounds; i++) {
            Round round = round(pushes, IN_FLIGHT, provider);
            failed += round.failed();
            System.out.printf("round %d: %,.0f/s, %d not accepted%n", i + 1, round.rate(), round.failed());
        }
        System.out.printf(
                "GOAWAY every %d streams: %,d pushes, %d lost or failed (goal 0)%n",
                Servers.STREAMS_UNTIL_GO_AWAY, (long) rounds * pushes, failed);
    }

    private record Round(double rate, long failed) {}

    /** Each push ends here, or this waits for ever: what is lost cannot be overlooked. */
    private static Round round(int pushes, int inFlight, PushProvider provider) throws InterruptedException {
        List<Target> target = Sample.targets(1);
        AtomicLong failed = new AtomicLong();
        Semaphore room = new Semaphore(inFlight);
        long start = System.nanoTime();
        for (long i = 0; i < pushes; i++) {
            room.acquire();
            var unused = provider.push(Sample.of(i, target)).handle((verdicts, failure) -> {
                if (failure != null || !(verdicts.get(0) instanceof Verdict.Accepted)) {
                    failed.incrementAndGet();
                }
                room.release();
                return true;
            });
        }
        room.acquire(inFlight);
        return new Round(pushes * 1e9 / (System.nanoTime() - start), failed.get());
    }
}
