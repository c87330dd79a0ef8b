package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Environment;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Opens providers and waits for verdicts, in tests. */
final class Opened {

    private Opened() {}

    static PushProvider provider(Map<String, String> settings, Environment environment) {
        return new HarmonyOsProvider()
                .pushProvider(new ProviderContext(settings(settings), environment))
                .orElseThrow();
    }

    /** Settings as given; where they do not say otherwise, a connection is opened by a push only. */
    static Settings settings(Map<String, String> given) {
        Map<String, String> all = new TreeMap<>(given);
        all.putIfAbsent("warmApps", "0");
        return new Settings("harmonyos.", all);
    }

    /** A context with settings in pairs. */
    static ProviderContext context(Environment environment, String... pairs) {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return new ProviderContext(settings(settings), environment);
    }

    /** Against the sandbox, with further settings in pairs. */
    static PushProvider provider(PushKitSandbox sandbox, Environment environment, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "apps." + TestRequest.APP + ".serviceAccount",
                sandbox.serviceAccountJson(),
                "url",
                sandbox.url().toString(),
                "trustedCa",
                sandbox.caPem()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return provider(settings, environment);
    }

    /** The verdicts, within a time that only a test that hangs needs. */
    static List<Verdict> verdicts(PushProvider provider, PushRequest request) throws Exception {
        return provider.push(request).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /**
     * Checks that a push was certainly not sent and that the verdict says why.
     *
     * @return the cause
     */
    static String assertNotSent(Verdict verdict) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.RetryLater.class, later -> {
            assertThat(later.after()).isNull();
            assertThat(later.answer()).isEqualTo(VendorAnswer.NONE);
            assertThat(later.cause()).isNotBlank();
        });
        return ((Verdict.RetryLater) verdict).cause();
    }

    /** Checks that it is not known for the one target whether it was sent, and that the verdict says why. */
    static void assertUnknown(CompletableFuture<List<Verdict>> push, String why) throws Exception {
        assertThat(push.get(30, TimeUnit.SECONDS))
                .singleElement()
                .isInstanceOfSatisfying(
                        Verdict.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .startsWith("no answer from Push Kit: ")
                                .contains(why));
    }

    static Verdict verdict(PushProvider provider, PushRequest request) throws Exception {
        List<Verdict> verdicts = verdicts(provider, request);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }
}
