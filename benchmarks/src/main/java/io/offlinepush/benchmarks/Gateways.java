package io.offlinepush.benchmarks;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import io.offlinepush.harmonyos.HarmonyOsProvider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** The {@linkplain Servers servers} in their process, and clients that are connected to them over TLS. */
final class Gateways implements AutoCloseable {

    private static final int TOKENS = 1024;

    private final Path keys;
    private final Process process;
    private final Threads threads = new Threads();
    private final String[] ports;
    private final String pem;

    Gateways() throws Exception {
        keys = Files.createTempDirectory("benchmark").resolve("identity.p12");
        Identity.make(keys);
        pem = Identity.read(keys).pem();
        process = Main.start(Servers.class, List.of(keys.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ports = Main.firstLine(process).split(" ", -1);
    }

    /** Our provider for a gateway that takes everything at once. */
    PushProvider takesAll() throws Exception {
        return provider(ports[1]);
    }

    /** Our provider for a gateway that takes its time. */
    PushProvider slow() throws Exception {
        return provider(ports[2]);
    }

    /** What a bare loop gets from the gateway that takes its time: requests a second. */
    double slowRaw(int requests) throws Exception {
        return RawClient.rate(Integer.parseInt(ports[2]), certificate(), Servers.SLOW_STREAMS, requests);
    }

    /** Our provider for a gateway that goes away again and again. */
    PushProvider leaving() throws Exception {
        return provider(ports[3]);
    }

    private PushProvider provider(String port) throws Exception {
        return HarmonyOsProvider.builder()
                .app(Sample.APP, Identity.serviceAccount())
                .url(URI.create("https://localhost:" + port))
                .trustedCa(pem)
                .build()
                .pushProvider(new ProviderContext(new Settings("harmonyos.", Map.of()), threads))
                .orElseThrow();
    }

    /** Pushy with one connection: pushes one notification with a number, and says whether it was accepted. */
    LongFunction<CompletionStage<Boolean>> pushy() throws Exception {
        ApnsClient client = new ApnsClientBuilder()
                .setApnsServer("localhost", Integer.parseInt(ports[0]))
                .setTrustedServerCertificateChain(certificate())
                .setSigningKey(ApnsSigningKey.loadFromInputStream(Identity.signingKey(), "TEAMTEAM00", "KEYKEYKEY0"))
                .setConcurrentConnections(1)
                .setUseAlpn(true)
                .build();
        String[] tokens = Sample.targets(TOKENS).stream()
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
                            new SimpleApnsPushNotification(tokens[(int) (number % TOKENS)], Sample.APP, payload))
                    .thenApply(response -> response.isAccepted());
        };
    }

    private InputStream certificate() {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        threads.close();
        process.destroy();
        Files.delete(keys);
    }
}
