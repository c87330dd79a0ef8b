package io.offlinepush.benchmarks;

import io.offlinepush.inmemory.InMemoryBindingRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long a message takes from {@code send} to the provider: on an idle server, and among many at a steady rate. */
final class SendLatency {

    private static final int ALONE = 1000;
    private static final int ALONE_WARM_UP = 3;
    private static final int OPEN_LOOP_SECONDS = 2;
    private static final int OPEN_LOOP_WARM_UP = 1;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final List<Users.Send> sends;
    private final InMemoryBindingRegistry registry;
    private final Options options;

    SendLatency(List<Users.Send> sends, InMemoryBindingRegistry registry, Options options) {
        this.sends = sends;
        this.registry = registry;
        this.options = options;
    }

    /** One send at a time, with a pause before each. */
    void alone() {
        AcceptsAtOnce provider = new AcceptsAtOnce();
        List<Double> medians = new ArrayList<>();
        try (Instance instance = new Instance(registry, provider, options.settings())) {
            for (int i = -ALONE_WARM_UP; i < options.rounds(); i++) {
                double[] micros = new double[ALONE];
                for (int n = 0; n < ALONE; n++) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    long before = provider.handed.total();
                    long start = System.nanoTime();
                    var unused = instance.send(sends.get(n));
                    provider.handed.await(before + 1);
                    micros[n] = (provider.handed.last() - start) / 1e3;
                }
                if (i >= 0) {
                    Arrays.sort(micros);
                    medians.add(micros[ALONE / 2]);
                    System.out.printf(
                            "alone, round %d: median %.0f us, p99 %.0f us%n",
                            i + 1, micros[ALONE / 2], micros[ALONE * 99 / 100]);
                }
            }
        }
        Goals.atMost("send.latency.alone.us", Measured.median(medians, each -> each), 300);
    }

    /**
     * Each at its time, whether or not those before are through; late from when it was due, not from when it was sent.
     */
    void openLoop(double rate) {
        int count = (int) Math.min(sends.size(), OPEN_LOOP_SECONDS * rate);
        List<Double> p99s = new ArrayList<>();
        for (int i = -OPEN_LOOP_WARM_UP; i < options.rounds(); i++) {
            double[] millis = openLoopRound(rate, count);
            if (i >= 0) {
                Arrays.sort(millis);
                p99s.add(millis[count * 99 / 100]);
                System.out.printf(
                        "%,d sends at %,.0f/s, round %d: median %.2f ms, p99 %.2f ms, most %.2f ms%n",
                        count, rate, i + 1, millis[count / 2], millis[count * 99 / 100], millis[count - 1]);
            }
        }
        Goals.atMost("send.latency.p99.ms", Measured.median(p99s, each -> each), 5);
    }

    private double[] openLoopRound(double rate, int count) {
        long[] due = new long[Users.COUNT];
        double[] late = new double[Users.COUNT];
        AcceptsAtOnce provider = new AcceptsAtOnce(request -> {
            int user = Users.number(request.targets().get(0).user());
            late[user] = (System.nanoTime() - due[user]) / 1e6;
        });
        try (Instance instance = new Instance(registry, provider, options.settings())) {
            System.gc();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long time = start + (long) (i * 1e9 / rate);
                due[Users.receiver(i)] = time;
                for (long wait = time - System.nanoTime(); wait > 0; wait = time - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                var unused = instance.send(sends.get(i));
            }
            provider.handed.await(count);
        }
        double[] inOrder = new double[count];
        for (int i = 0; i < count; i++) {
            inOrder[i] = late[Users.receiver(i)];
        }
        return inOrder;
    }
}
