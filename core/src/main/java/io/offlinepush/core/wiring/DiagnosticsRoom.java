package io.offlinepush.core.wiring;

import io.offlinepush.api.Diagnostics;
import io.offlinepush.api.Environment;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.Trace;
import io.offlinepush.core.dispatch.TestPush;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.core.intake.LimitCheck;
import io.offlinepush.core.trace.Traces;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The diagnostics façade: it asks other rooms. */
final class DiagnosticsRoom implements Diagnostics {

    private final TestPush testPush;
    private final Traces traces;
    private final LimitCheck limits;
    private final PortCalls calls;
    private final Environment environment;

    DiagnosticsRoom(TestPush testPush, Traces traces, LimitCheck limits, PortCalls calls, Environment environment) {
        this.testPush = testPush;
        this.traces = traces;
        this.limits = limits;
        this.calls = calls;
        this.environment = environment;
    }

    @Override
    public CompletionStage<TestPushResult> testPush(PushId pushId, PushConfig pushConfig) {
        Objects.requireNonNull(pushId, "pushId");
        Objects.requireNonNull(pushConfig, "pushConfig");
        limits.check(pushConfig);
        return calls.call("testPush", () -> testPush.push(pushId, pushConfig))
                .thenCompose(answer -> answer)
                // The provider may answer on a thread of its own.
                .thenApplyAsync(result -> result, environment.callbacks());
    }

    @Override
    public CompletionStage<Trace> trace(MessageId messageId) {
        Objects.requireNonNull(messageId, "messageId");
        return calls.call("trace", () -> traces.of(messageId));
    }
}
