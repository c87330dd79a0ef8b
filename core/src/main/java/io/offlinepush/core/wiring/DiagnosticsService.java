package io.offlinepush.core.wiring;

import io.offlinepush.api.DeadPush;
import io.offlinepush.api.Diagnostics;
import io.offlinepush.api.Explanation;
import io.offlinepush.api.Health;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.Trace;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.core.decision.Explainer;
import io.offlinepush.core.delivery.TestPush;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.message.LimitCheck;
import io.offlinepush.core.trace.DeadPushes;
import io.offlinepush.core.trace.Traces;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.PartId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The diagnostics façade: it asks other rooms. */
final class DiagnosticsService implements Diagnostics {

    private final HealthCheck healthCheck;
    private final MessageStore store;
    private final TestPush testPush;
    private final Traces traces;
    private final DeadPushes dead;
    private final Explainer explainer;
    private final Dispatcher dispatcher;
    private final LimitCheck limits;
    private final PortCalls calls;

    DiagnosticsService(
            HealthCheck healthCheck,
            MessageStore store,
            TestPush testPush,
            Traces traces,
            DeadPushes dead,
            Explainer explainer,
            Dispatcher dispatcher,
            LimitCheck limits,
            PortCalls calls) {
        this.healthCheck = healthCheck;
        this.store = store;
        this.testPush = testPush;
        this.traces = traces;
        this.dead = dead;
        this.explainer = explainer;
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.calls = calls;
    }

    @Override
    public CompletionStage<TestPushResult> testPush(PushId pushId, PushConfig pushConfig) {
        Objects.requireNonNull(pushId, "pushId");
        Objects.requireNonNull(pushConfig, "pushConfig");
        limits.check(pushConfig);
        return calls.following("testPush", testPush.push(pushId, pushConfig));
    }

    @Override
    public CompletionStage<Health> health() {
        return healthCheck.look();
    }

    @Override
    public CompletionStage<Trace> trace(MessageId messageId) {
        Objects.requireNonNull(messageId, "messageId");
        return calls.call("trace", () -> traces.of(messageId));
    }

    @Override
    public CompletionStage<Explanation> explain(MessageId messageId, UserId user) {
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(user, "user");
        return calls.following(
                "explain",
                calls.call("explain", () -> store.find(messageId))
                        .thenCompose(found -> explainer.explain(messageId, found, user)));
    }

    @Override
    public CompletionStage<List<DeadPush>> dead(String after, int limit) {
        PartId last = DeadPushes.checkedPage(after, limit);
        return calls.call("dead", () -> dead.page(last, limit));
    }

    @Override
    public CompletionStage<Set<String>> requeue(Collection<String> parts, Duration expireAfter) {
        Set<PartId> ids = DeadPushes.checkedRequeue(parts, expireAfter);
        return calls.call("requeue", () -> {
            Set<String> owed = dead.requeue(ids, expireAfter);
            dispatcher.claim();
            return owed;
        });
    }
}
