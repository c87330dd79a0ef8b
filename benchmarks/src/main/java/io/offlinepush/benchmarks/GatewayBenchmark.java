package io.offlinepush.benchmarks;

import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The whole provider against gateways that are not ideal, on one connection, with more pushes waiting than it takes:
 * one that allows 100 streams and takes 20 ms for each answer, where a bare loop says what is possible, and one that
 * goes away after every 1,000 streams, where nothing may be lost.
 */
final class GatewayBenchmark {

    private static final int IN_FLIGHT = 512;

    private GatewayBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int pushes = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        try (Gateways gateways = new Gateways()) {
            slow(rounds, pushes, gateways);
            leaving(rounds, 5 * pushes, gateways.leaving());
        }
        System.exit(0);
    }

    private static void slow(int rounds, int pushes, Gateways gateways) throws Exception {
        System.out.printf(
                "%d streams, %d ms, %d requests a round; a round to warm up%n",
                Servers.SLOW_STREAMS, Servers.SLOW_MILLIS, pushes);
        PushProvider provider = gateways.slow();
        List<Double> raw = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int i = -1; i < rounds; i++) {
            double bare = gateways.slowRaw(pushes);
            Round round = round(pushes, IN_FLIGHT, provider);
            System.out.printf(
                    "round %d: bare loop %,.0f/s | ours %,.0f/s, %d not accepted%n",
                    i + 1, bare, round.rate(), round.failed());
            if (i >= 0) {
                raw.add(bare);
                ours.add(round.rate());
            }
        }
        double bareRate = Measured.median(raw, each -> each);
        double rate = Measured.median(ours, each -> each);
        System.out.printf(
                "medians: bare loop %,.0f/s, ours %,.0f/s, and %,.0f/s if nothing but the delay took time%n",
                bareRate, rate, Servers.SLOW_STREAMS * 1000.0 / Servers.SLOW_MILLIS);
        Goals.atLeast("push.gateway", rate / bareRate, 0.95);
    }

    private static void leaving(int rounds, int pushes, PushProvider provider) throws InterruptedException {
        long failed = 0;
        for (int i = 0; i < rounds; i++) {
            Round round = round(pushes, IN_FLIGHT, provider);
            failed += round.failed();
            System.out.printf("round %d: %,.0f/s, %d not accepted%n", i + 1, round.rate(), round.failed());
        }
        System.out.printf(
                "GOAWAY every %d streams: %,d pushes, %d lost or failed%n",
                Servers.STREAMS_UNTIL_GO_AWAY, (long) rounds * pushes, failed);
        Goals.atMost("push.gateway.lost", (double) failed, 0);
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
