package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Push Kit v3: one request for a push, or one for each of its users where profiles fence them. */
final class PushKit implements PushProvider {

    private static final Logger LOG = LoggerFactory.getLogger(PushKit.class);
    private static final int MOST_TARGETS = 1000;

    private final Map<VendorApp, Lane> lanes;
    private final Optional<ProfileFence> fence;
    private final Duration requestTimeout;
    private final Environment.Ticker ticker;
    private final Waits waits;
    private final Transport transport;
    private volatile boolean closed;

    private PushKit(
            Map<VendorApp, Lane> lanes,
            HarmonyOsSettings settings,
            Environment environment,
            Waits waits,
            Transport transport) {
        this.lanes = Map.copyOf(lanes);
        this.fence = settings.fence();
        this.requestTimeout = settings.requestTimeout();
        this.ticker = environment.ticker();
        this.waits = waits;
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
        Waits waits = new Waits(environment);
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
        bearers.forEach((app, cache) ->
                lanes.put(app, new Lane(cache, transport.open(app.toString()), waits, alarms, environment.clock())));
        return new PushKit(lanes, settings, environment, waits, transport);
    }

    @Override
    public Set<VendorApp> apps() {
        return lanes.keySet();
    }

    @Override
    public int maxTargets() {
        return MOST_TARGETS;
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
        if (targets.isEmpty() || targets.size() > MOST_TARGETS) {
            throw new IllegalArgumentException("a push has 1 to 1000 targets, found " + targets.size());
        }
        if (closed) {
            return CompletableFuture.completedStage(
                    Verdicts.all(new Verdict.RetryLater(null, VendorAnswer.NONE), targets));
        }
        Optional<AlertTemplate> template = AlertTemplate.of(request.notification(), fence.isPresent());
        if (template.isEmpty()) {
            return CompletableFuture.completedStage(
                    Verdicts.all(new Verdict.Rejected(Cause.MESSAGE, VendorAnswer.NONE), targets));
        }
        if (fence.isEmpty()) {
            return alert(request, template.get(), null, targets, lane);
        }
        return fenced(request, template.get(), fence.get(), lane);
    }

    /** A request for each user, and the verdicts put back in the targets' order. */
    private CompletionStage<List<Verdict>> fenced(
            PushRequest request, AlertTemplate template, ProfileFence profiles, Lane lane) {
        List<Target> targets = request.targets();
        Map<UserId, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            places.computeIfAbsent(targets.get(i).user(), user -> new ArrayList<>())
                    .add(i);
        }
        Verdict[] verdicts = new Verdict[targets.size()];
        List<CompletableFuture<?>> parts = new ArrayList<>(places.size());
        places.forEach((user, mine) -> {
            List<Target> own = mine.stream().map(targets::get).toList();
            parts.add(alert(request, template, profiles.profile(user), own, lane)
                    .thenAccept(answers -> {
                        for (int i = 0; i < mine.size(); i++) {
                            verdicts[mine.get(i)] = answers.get(i);
                        }
                    })
                    .toCompletableFuture());
        });
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> List.copyOf(Arrays.asList(verdicts)));
    }

    private CompletionStage<List<Verdict>> alert(
            PushRequest request, AlertTemplate template, @Nullable String profile, List<Target> targets, Lane lane) {
        long deadline = ticker.nanos() + requestTimeout.toNanos();
        return new Alert(request, template, profile, targets, lane, deadline).start();
    }

    @Override
    public void close() {
        closed = true;
        waits.close();
        transport.close();
    }
}
