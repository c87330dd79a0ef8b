package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Push Kit v3: one HTTP request for each push. Where profiles fence users, a push has one target, since a request has
 * one profile: an answer that is lost then concerns this target alone.
 */
final class PushKit implements PushProvider {

    private static final Logger LOG = LoggerFactory.getLogger(PushKit.class);
    private static final int MOST_TARGETS = 1000;

    private final Map<VendorApp, Lane> lanes;
    private final Optional<ProfileFence> fence;
    private final Duration requestTimeout;
    private final Environment.Ticker ticker;
    private final BearerQueue bearerQueue;
    private final Transport transport;
    private volatile boolean closed;

    private PushKit(
            Map<VendorApp, Lane> lanes,
            HarmonyOsSettings settings,
            Environment environment,
            BearerQueue bearerQueue,
            Transport transport) {
        this.lanes = Map.copyOf(lanes);
        this.fence = settings.fence();
        this.requestTimeout = settings.requestTimeout();
        this.ticker = environment.ticker();
        this.bearerQueue = bearerQueue;
        this.transport = transport;
    }

    /** Reads every service account, so that a wrong one fails the start, and connects to nobody yet. */
    static PushKit open(HarmonyOsSettings settings, ProviderContext context) {
        return open(settings, context, Names.JDK);
    }

    static PushKit open(HarmonyOsSettings settings, ProviderContext context, Names names) {
        Environment environment = context.environment();
        Alarms alarms = new Alarms(environment.ticker(), context.alarms());
        Map<VendorApp, BearerCache> bearers = new LinkedHashMap<>();
        settings.accounts().forEach((app, source) -> {
            String setting = HarmonyOsSettings.accountSetting(context.settings(), app);
            bearers.put(app, new BearerCache(setting, source, environment, alarms));
        });
        BearerQueue bearerQueue = new BearerQueue(environment);
        WireSettings wire = settings.wire();
        Transport transport =
                new Transport(settings, Tls.context(wire.tls(), wire.trusted()), names, environment, alarms);
        LOG.info(
                "open: {}, to {}, TLS {}, transport {}",
                bearers.size() == 1 ? "1 app" : bearers.size() + " apps",
                wire.authority(),
                wire.tls(),
                wire.sockets());
        Map<VendorApp, Lane> lanes = new LinkedHashMap<>();
        bearers.forEach((app, cache) -> lanes.put(
                app, new Lane(cache, transport.open(app.toString()), bearerQueue, alarms, environment.clock())));
        return new PushKit(lanes, settings, environment, bearerQueue, transport);
    }

    @Override
    public Set<VendorApp> apps() {
        return lanes.keySet();
    }

    @Override
    public int maxTargets() {
        return fence.isPresent() ? 1 : MOST_TARGETS;
    }

    @Override
    public void check(MessageLimits limits) {
        AlertTemplate.check(limits, fence.isPresent());
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        List<Target> targets = request.targets();
        Lane lane = lanes.get(request.app());
        if (lane == null) {
            throw new IllegalArgumentException("not an app of this provider: " + request.app());
        }
        if (targets.isEmpty() || targets.size() > maxTargets()) {
            throw new IllegalArgumentException("a push has 1 to " + maxTargets() + " targets, found " + targets.size());
        }
        if (closed) {
            return CompletableFuture.completedStage(
                    Verdicts.all(new Verdict.RetryLater(null, VendorAnswer.NONE, "the provider is closed"), targets));
        }
        Optional<AlertTemplate> template = AlertTemplate.of(request.notification(), fence.isPresent());
        if (template.isEmpty()) {
            return CompletableFuture.completedStage(
                    Verdicts.all(new Verdict.Rejected(Cause.MESSAGE, VendorAnswer.NONE), targets));
        }
        String profile =
                fence.map(profiles -> profiles.profile(targets.get(0).user())).orElse(null);
        long deadline = ticker.nanos() + requestTimeout.toNanos();
        return new Alert(request, template.get(), profile, targets, lane, deadline).start();
    }

    @Override
    public void close() {
        closed = true;
        bearerQueue.close();
        transport.close();
    }
}
