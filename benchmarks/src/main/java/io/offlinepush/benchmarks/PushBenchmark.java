package io.offlinepush.benchmarks;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import com.sun.management.OperatingSystemMXBean;
import io.offlinepush.harmonyos.HarmonyOsProvider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * The whole provider against Pushy: one token a request, one connection, 256 in flight, the message built and the verdict
 * read for each push. Both send over TLS to a server in another process, Pushy to its own; rounds alternate.
 *
 * <p>The next push comes either from what follows an answer, so that the client alone is measured, or from a thread that
 * waits for room, so that waking each other is part of it.
 */
final class PushBenchmark {

    private static final int IN_FLIGHT = 256;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private PushBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int pushes = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        boolean thread = args.length > 2 && args[2].equals("thread");
        Path keys = Files.createTempDirectory("benchmark").resolve("identity.p12");
        Identity.make(keys);
        Process servers = Main.start(Servers.class, List.of(keys.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Threads threads = new Threads()) {
            String[] ports = Main.firstLine(servers).split(" ", -1);
            String pem = Identity.read(keys).pem();
            measure(
                    rounds,
                    pushes,
                    thread,
                    pushy(Integer.parseInt(ports[0]), pem),
                    ours(Integer.parseInt(ports[1]), pem, threads));
        } finally {
            servers.destroy();
            Files.delete(keys);
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
                pushes, IN_FLIGHT, thread ? "a thread" : "callbacks");
        List<double[]> pushyRounds = new ArrayList<>();
        List<double[]> ourRounds = new ArrayList<>();
        for (int i = -2; i < rounds; i++) {
            double[] one = round(pushes, thread, pushy);
            double[] other = round(pushes, thread, ours);
            if (i >= 0) {
                pushyRounds.add(one);
                ourRounds.add(other);
                System.out.printf(
                        "round %d: Pushy %,.0f/s %.2f us CPU | ours %,.0f/s %.2f us CPU%n",
                        i + 1, one[0], one[1], other[0], other[1]);
            }
        }
        double rate = median(ourRounds, 0) / median(pushyRounds, 0);
        double cpu = median(ourRounds, 1) / median(pushyRounds, 1);
        System.out.printf(
                "medians: Pushy %,.0f/s %.2f us | ours %,.0f/s %.2f us%n",
                median(pushyRounds, 0), median(pushyRounds, 1), median(ourRounds, 0), median(ourRounds, 1));
        System.out.printf("push.rate %.2f (goal >= 1.2), push.cpu %.2f (goal <= 0.9)%n", rate, cpu);
    }

    /** Pushes a second, and microseconds of this process's CPU for each. */
    private static double[] round(int pushes, boolean thread, LongFunction<CompletionStage<Boolean>> push)
            throws Exception {
        AtomicLong failed = new AtomicLong();
        LongFunction<CompletionStage<?>> counted = number -> push.apply(number).handle((accepted, failure) -> {
            if (failure != null || !accepted) {
                failed.incrementAndGet();
            }
            return true;
        });
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        if (thread) {
            fromThread(pushes, counted);
        } else {
            fromCallbacks(pushes, counted);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / pushes;
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " pushes failed");
        }
        return new double[] {pushes / seconds, used};
    }

    private static void fromThread(int pushes, LongFunction<CompletionStage<?>> push) throws Exception {
        Semaphore room = new Semaphore(IN_FLIGHT);
        for (long i = 0; i < pushes; i++) {
            room.acquire();
            CompletionStage<?> unused = push.apply(i).thenRun(room::release);
        }
        room.acquire(IN_FLIGHT);
    }

    private static void fromCallbacks(int pushes, LongFunction<CompletionStage<?>> push) throws Exception {
        CountDownLatch chains = new CountDownLatch(IN_FLIGHT);
        AtomicLong next = new AtomicLong();
        for (int i = 0; i < IN_FLIGHT; i++) {
            another(pushes, next, push, chains);
        }
        chains.await();
    }

    private static void another(
            int pushes, AtomicLong next, LongFunction<CompletionStage<?>> push, CountDownLatch chains) {
        long number = next.getAndIncrement();
        if (number >= pushes) {
            chains.countDown();
        } else {
            CompletionStage<?> unused = push.apply(number).thenRun(() -> another(pushes, next, push, chains));
        }
    }

    private static double median(List<double[]> rounds, int column) {
        double[] sorted =
                rounds.stream().mapToDouble(round -> round[column]).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static LongFunction<CompletionStage<Boolean>> ours(int port, String pem, Threads threads) throws Exception {
        PushProvider provider = HarmonyOsProvider.builder()
                .app(Sample.APP, Identity.serviceAccount())
                .url(URI.create("https://localhost:" + port))
                .trustedCa(pem)
                .build()
                .pushProvider(new ProviderContext(new Settings("harmonyos.", Map.of()), threads))
                .orElseThrow();
        List<List<Target>> targets = Sample.targets(1024).stream().map(List::of).toList();
        return number -> provider.push(Sample.of(number, targets.get((int) (number % 1024))))
                .thenApply(verdicts -> verdicts.get(0) instanceof Verdict.Accepted);
    }

    private static LongFunction<CompletionStage<Boolean>> pushy(int port, String pem) throws Exception {
        ApnsClient client = new ApnsClientBuilder()
                .setApnsServer("localhost", port)
                .setTrustedServerCertificateChain(
                        new java.io.ByteArrayInputStream(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .setSigningKey(ApnsSigningKey.loadFromInputStream(Identity.signingKey(), "TEAMTEAM00", "KEYKEYKEY0"))
                .setConcurrentConnections(1)
                .setUseAlpn(true)
                .build();
        String[] tokens = Sample.targets(1024).stream()
                .map(target ->
                        target.token().value().replaceAll("[^0-9a-fA-F]", "a").substring(0, 64))
                .toArray(String[]::new);
        return number -> {
            String payload = new SimpleApnsPayloadBuilder()
                    .setAlertTitle(Sample.TITLE)
                    .setAlertBody(Sample.TEXT)
                    .setBadgeNumber(1)
                    .addCustomProperty("messageId", "01JDH2Q6V9M3T0F5C8E7A1B2CD")
                    .addCustomProperty("conversationId", "alice")
                    .addCustomProperty("senderId", "alice")
                    .addCustomProperty("payload", Sample.PAYLOAD)
                    .addCustomProperty("number", number)
                    .build();
            return client.sendNotification(
                            new SimpleApnsPushNotification(tokens[(int) (number % 1024)], "com.example.chat", payload))
                    .thenApply(response -> response.isAccepted());
        };
    }
}
