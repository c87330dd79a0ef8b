package io.offlinepush.benchmarks;

import io.offlinepush.inmemory.InMemoryBindingRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What stays in the heap, in memory: for each binding of a user's device, and for each message of 300 bytes whose push
 * is over, in inboxes that have one already. Everything that belongs to a kept message counts: its ids, its place in
 * the timeline, how its push ended.
 */
final class HeapBenchmark {

    private static final int WARM_UP = 1;
    private static final int MESSAGES = 2 * Users.COUNT;
    private static final int CHUNK = 10_000;
    private static final String TEXT = "x".repeat(300);

    private HeapBenchmark() {}

    private record Bytes(double binding, double message) {}

    public static void main(String[] args) {
        Options options = Options.parse(args);
        options.print(Users.COUNT + " bindings and " + MESSAGES + " messages a round", WARM_UP);
        List<Bytes> rounds = new ArrayList<>();
        for (int i = -WARM_UP; i < options.rounds(); i++) {
            Bytes bytes = round(options.settings());
            System.out.printf(
                    "round %d: %,.0f bytes a binding, %,.0f bytes a message%n", i + 1, bytes.binding, bytes.message);
            if (i >= 0) {
                rounds.add(bytes);
            }
        }
        Goals.atMost("heap.binding", Measured.median(rounds, Bytes::binding), 600);
        Goals.atMost("heap.message", Measured.median(rounds, Bytes::message), 700);
        System.exit(0);
    }

    private static Bytes round(Map<String, String> settings) {
        AcceptsAtOnce provider = new AcceptsAtOnce();
        try (Instance instance = new Instance(new InMemoryBindingRegistry(), provider, settings)) {
            long empty = used();
            Users.bind(instance.push, Users.COUNT);
            long bound = used();
            send(instance, provider, Users.COUNT);
            long begun = used();
            send(instance, provider, MESSAGES);
            return new Bytes((double) (bound - empty) / Users.COUNT, (double) (used() - begun) / MESSAGES);
        }
    }

    /** Made in small lots, so that no object of the caller's is shared with what is kept, or counted with it. */
    private static void send(Instance instance, AcceptsAtOnce provider, int count) {
        for (int from = 0; from < count; from += CHUNK) {
            List<Users.Send> sends = IntStream.range(from, from + CHUNK)
                    .mapToObj(place -> Users.send(place, TEXT))
                    .toList();
            instance.awaitSettled(instance.sendAll(sends, 1, SendBenchmark.UNDER_WAY, provider.handed), 1);
        }
    }

    private static long used() {
        // The second one finds what the first has made unreachable.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
