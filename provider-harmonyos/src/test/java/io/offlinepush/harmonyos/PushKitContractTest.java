package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.VendorApp;
import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SeenRequest;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.PushProviderContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The contract against the strict gateway, over HTTP/2. {@link Http1PushKitContractTest} repeats it over HTTP/1.1. */
@Timeout(120)
class PushKitContractTest implements PushProviderContract {

    private static final Pattern IDENTITY = Pattern.compile("\"notifyId\":(\\d+),\"appMessageId\":\"([^\"]+)\"");
    private static final Pattern TOKENS = Pattern.compile("\"token\":\\[\"(.*)\"]");

    private final TestEnvironment environment = new TestEnvironment();
    private final TraceLog log = new TraceLog();
    private PushKitSandbox sandbox;
    private Relay relay;
    private PushProvider provider;
    private volatile @Nullable Answer script;

    PushKitSandbox start(PushKitSandbox.Builder builder) {
        return builder.start();
    }

    @BeforeEach
    void open() throws Exception {
        sandbox = start(PushKitSandbox.builder().clock(environment.clock()));
        relay = new Relay(sandbox.url().getPort(), () -> sandbox.requests().size());
        PushProvider real = HarmonyOsProvider.builder()
                .app(TestRequest.APP, () -> sandbox.serviceAccountJson())
                .url(relay.url())
                .trustedCa(sandbox.caPem())
                .build()
                .pushProvider(Opened.context(environment, "requestTimeout", "500ms"))
                .orElseThrow();
        provider = new Scripted(real);
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        relay.close();
        sandbox.close();
        environment.close();
        assertThat(environment.manual.scheduled()).as("tasks left behind").isZero();
    }

    @Override
    public PushProvider provider() {
        return provider;
    }

    @Override
    public VendorApp app() {
        return new VendorApp("harmonyos", TestRequest.APP);
    }

    @Override
    public DeviceToken token(int n) {
        return new DeviceToken(sandbox.phone("phone" + n).getToken());
    }

    @Override
    public void vendorAccepts() {
        script = null;
        relay.mode(Relay.Mode.PASS);
    }

    @Override
    public void vendorRefusesToken(DeviceToken token) {
        script = Answer.refuseTokens("tokenFormatError", Set.of(token.value()));
    }

    @Override
    public void vendorRejects() {
        script = Answer.refuseTokens("noRight", token -> true);
    }

    @Override
    public void vendorAsksToRetryLater() {
        script = Answer.status(503);
    }

    @Override
    public void vendorGivesNoAnswer() {
        script = null;
        relay.mode(Relay.Mode.CUT);
    }

    /**
     * A push is one request here, also with a profile fence, where it has one target: none of its targets is lost
     * alone.
     */
    @Override
    public boolean vendorGivesNoAnswerFor(DeviceToken token) {
        return false;
    }

    @Override
    public boolean vendorRefusesApp() {
        script = Answer.code("80300002", "No permission to send message to these tmIDs.");
        relay.mode(Relay.Mode.PASS);
        return true;
    }

    @Override
    public void vendorHoldsAnswers() {
        relay.mode(Relay.Mode.HOLD);
    }

    @Override
    public List<Arrived> arrivedAtVendor() {
        return sandbox.requests().stream().map(PushKitContractTest::arrived).toList();
    }

    private static Arrived arrived(SeenRequest request) {
        Matcher identity = IDENTITY.matcher(request.body());
        Matcher tokens = TOKENS.matcher(request.body());
        assertThat(identity.find() && tokens.find()).isTrue();
        return new Arrived(
                identity.group(1) + " " + identity.group(2),
                identity.group(1),
                Arrays.stream(tokens.group(1).split("\",\"", -1))
                        .map(DeviceToken::new)
                        .toList());
    }

    @Override
    public String logged() {
        return new String(log.since(), StandardCharsets.UTF_8);
    }

    /** The sandbox's script is by request, the contract's is from now on; here a push is a request. */
    private final class Scripted implements PushProvider {

        private final PushProvider real;

        Scripted(PushProvider real) {
            this.real = real;
        }

        @Override
        public Set<VendorApp> apps() {
            return real.apps();
        }

        @Override
        public int maxTargets() {
            return real.maxTargets();
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            Answer answer = script;
            if (answer != null) {
                sandbox.answerNext(answer);
            }
            return real.push(request);
        }

        @Override
        public void close() {
            real.close();
        }

        @Override
        public String toString() {
            return real.toString();
        }
    }
}
