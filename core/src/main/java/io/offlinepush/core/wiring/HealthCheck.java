package io.offlinepush.core.wiring;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.Health;
import io.offlinepush.api.Health.Status;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.intake.Intake;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.session.SessionRoom;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks how the instance is. It asks the store, the registry and the dispatcher's loop at the same time and waits for none of
 * them longer than {@value #PATIENCE_SECONDS} seconds: a port that hangs must not hang the probe.
 */
final class HealthCheck {

    private static final int PATIENCE_SECONDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    /** A vendor that leaves requests without any answer for so long is worth a look. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** What a host writes that has no push app. */
    static final String CONFIGURE_AN_APP = "write the settings of a push provider, for example"
            + " harmonyos.apps.<app>.serviceAccount=<path of the service account file> with"
            + " offline-push-provider-harmonyos, or give one with OfflinePush.builder().pushProvider(...)";

    /** Beyond this the exact number of owed parts does not matter to a probe. */
    private static final int MOST_COUNTED = 1_000_000;

    /** Any key will do: whether there is such a device does not matter. */
    private static final DeviceId PROBE = new DeviceId("health");

    private final MessageStore store;
    private final BindingRegistry registry;
    private final Node node;
    private final Dispatcher dispatcher;
    private final Intake intake;
    private final SessionRoom sessions;
    private final Listening listening;
    private final Environment environment;
    private final BooleanSupplier running;

    HealthCheck(
            MessageStore store,
            BindingRegistry registry,
            Node node,
            Dispatcher dispatcher,
            Intake intake,
            SessionRoom sessions,
            Listening listening,
            Environment environment,
            BooleanSupplier running) {
        this.store = store;
        this.registry = registry;
        this.node = node;
        this.dispatcher = dispatcher;
        this.intake = intake;
        this.sessions = sessions;
        this.listening = listening;
        this.environment = environment;
        this.running = running;
    }

    /** An answer, or why there is none. */
    private record Answer<T>(@Nullable T value, @Nullable String problem) {}

    CompletionStage<Health> look() {
        if (!running.getAsBoolean()) {
            // Its threads and its timer may be gone: nobody would answer, and nothing would end the wait.
            return CompletableFuture.completedFuture(health(
                    new Answer<>(null, "this instance is not running"),
                    new Answer<>(null, null),
                    new Answer<>(null, null)));
        }
        CompletableFuture<Answer<Long>> depth = inTime(
                "the message store",
                ask(() -> store.outbox().backlog(MOST_COUNTED).owed()));
        CompletableFuture<Answer<Boolean>> found =
                inTime("the binding registry", ask(() -> registry.find(PROBE).isPresent()));
        CompletableFuture<Answer<List<Health.Lane>>> lanes = inTime("the dispatcher", dispatcher.lanes());
        return CompletableFuture.allOf(depth, found, lanes)
                .thenApplyAsync(unused -> health(depth.join(), found.join(), lanes.join()), environment.callbacks());
    }

    private Health health(Answer<Long> depth, Answer<Boolean> found, Answer<List<Health.Lane>> lanes) {
        List<String> down = new ArrayList<>();
        List<String> degraded = new ArrayList<>();
        note(down, depth.problem);
        note(down, found.problem);
        boolean alive = node.surelyAlive();
        note(
                down,
                alive ? null : "the lease of node " + node.id() + " is not surely alive: nothing is pushed from here");
        note(degraded, lanes.problem);
        note(degraded, intake.hasRoom() ? null : "sends are refused: a bound is met");
        if (lanes.value != null && lanes.value.isEmpty()) {
            degraded.add("no push app is configured, so no phone is woken: " + CONFIGURE_AN_APP);
        }
        List<Health.Lane> seen = lanes.value == null ? List.of() : lanes.value;
        for (Health.Lane lane : seen) {
            if (lane.silentFor().compareTo(SILENCE) >= 0) {
                degraded.add(lane.app() + " has left " + lane.inFlight() + " requests without an answer for "
                        + lane.silentFor().toSeconds() + " s");
            }
        }
        Status status = !down.isEmpty() ? Status.DOWN : !degraded.isEmpty() ? Status.DEGRADED : Status.UP;
        down.addAll(degraded);
        return new Health(
                status,
                down,
                node.id().value(),
                alive,
                depth.value == null ? -1 : depth.value,
                dispatcher.openParts(),
                intake.waiting(),
                sessions.count(),
                listening.dropped(),
                seen);
    }

    private static void note(List<String> problems, @Nullable String problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, environment.blocking());
    }

    private <T> CompletableFuture<Answer<T>> inTime(String whom, CompletionStage<T> asked) {
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        Task late = environment
                .scheduler()
                .schedule(
                        PATIENCE,
                        () -> answer.complete(
                                new Answer<>(null, whom + " did not answer within " + PATIENCE_SECONDS + " s")));
        asked.whenComplete((value, failure) -> {
            late.cancel();
            Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
            answer.complete(
                    cause == null
                            ? new Answer<>(value, null)
                            : new Answer<>(
                                    null, whom + " failed: " + cause.getClass().getName()));
        });
        return answer;
    }
}
