package io.offlinepush.core.wiring;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.Health;
import io.offlinepush.api.Health.Status;
import io.offlinepush.core.bulkhead.Completions;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.message.AppendQueue;
import io.offlinepush.core.message.MessageService;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.session.SessionService;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.Backlog;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks how the instance is. It asks the store, the registry and the loops at the same time and waits for none of them
 * longer than {@value #PATIENCE_SECONDS} seconds: a port that hangs must not hang the check. Each has one question
 * under way at most, whoever asks and however often: who comes meanwhile shares its answer.
 */
final class HealthCheck {

    private static final int PATIENCE_SECONDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    /** A vendor that leaves requests without any answer for so long is worth a look. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** So many requests in turn without an answer about a push are no accident. */
    private static final int FAILURES = 3;

    /** Owed pushes are counted up to here: the exact number of a huge backlog helps nobody. */
    private static final int MOST_COUNTED = 100_000;

    /** What a host writes that has no push app. */
    static final String CONFIGURE_AN_APP = "write the settings of a push provider, for example"
            + " harmonyos.apps.<app>.serviceAccount=<path of the service account file> with"
            + " offline-push-provider-harmonyos, or give one with OfflinePush.builder().pushProvider(...)";

    /** Any key will do: whether there is such a device does not matter. */
    private static final DeviceId PROBE = new DeviceId("health");

    private final Question<Backlog> backlog;
    private final Question<Boolean> registry;
    private final Question<Boolean> loops;
    private final Observed observed;
    private final Duration backlogAge;
    private final Environment environment;
    private final BooleanSupplier running;
    /** Checks whose answer the host waits for. */
    private final Map<Object, CompletableFuture<Health>> open = new ConcurrentHashMap<>();

    /** What is looked at without asking a port. */
    record Observed(
            Node node,
            Dispatcher dispatcher,
            MessageService messages,
            AppendQueue appends,
            SessionService sessions,
            ListenerQueue listener) {}

    /**
     * A check.
     *
     * @param backlogAge how long an owed push may lie unclaimed before somebody should look
     * @param running whether the instance runs
     */
    HealthCheck(
            MessageStore store,
            BindingRegistry bindings,
            Observed observed,
            Duration backlogAge,
            Environment environment,
            BooleanSupplier running) {
        this.observed = observed;
        this.backlogAge = backlogAge;
        this.environment = environment;
        this.running = running;
        Executor threads = environment.executor("health", 2);
        this.backlog = new Question<>(
                "the message store",
                () -> CompletableFuture.supplyAsync(() -> store.outbox().backlog(MOST_COUNTED), threads));
        this.registry = new Question<>(
                "the binding registry",
                () -> CompletableFuture.supplyAsync(() -> bindings.find(PROBE).isPresent(), threads));
        this.loops = new Question<>(
                "the dispatcher", () -> observed.dispatcher.ping().thenApply(unused -> true));
    }

    /** An answer, or why there is none. */
    private record Answer<T>(@Nullable T value, @Nullable String problem) {}

    /** A question of which one is under way at most. */
    private final class Question<T> {
        private final String whom;
        private final Supplier<CompletableFuture<T>> ask;
        private @Nullable CompletableFuture<T> underWay;

        private Question(String whom, Supplier<CompletableFuture<T>> ask) {
            this.whom = whom;
            this.ask = ask;
        }

        private synchronized CompletionStage<T> asked() {
            CompletableFuture<T> known = underWay;
            if (known != null && !known.isDone()) {
                return known;
            }
            CompletableFuture<T> fresh = ask.get();
            underWay = fresh;
            return fresh;
        }

        private CompletableFuture<Answer<T>> inTime() {
            CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
            Task late = environment
                    .scheduler()
                    .schedule(
                            PATIENCE,
                            () -> answer.complete(
                                    new Answer<>(null, whom + " did not answer within " + PATIENCE_SECONDS + " s")));
            asked().whenComplete((value, failure) -> {
                late.cancel();
                Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
                answer.complete(
                        cause == null
                                ? new Answer<>(value, null)
                                : new Answer<>(
                                        null,
                                        whom + " failed: " + cause.getClass().getName()));
            });
            return answer;
        }
    }

    CompletionStage<Health> look() {
        if (!running.getAsBoolean()) {
            return CompletableFuture.completedFuture(notRunning());
        }
        CompletableFuture<Answer<Backlog>> owed = backlog.inTime();
        CompletableFuture<Answer<Boolean>> found = registry.inTime();
        CompletableFuture<Answer<Boolean>> moving = loops.inTime();
        // Not on the executor for callbacks: code of the host that hangs there would hold up the check.
        CompletableFuture<Health> answer = CompletableFuture.allOf(owed, found, moving)
                .thenApply(unused -> health(owed.join(), found.join(), moving.join()));
        Object key = new Object();
        open.put(key, answer);
        CompletionStage<Health> told = answer;
        told.whenComplete((health, failure) -> open.remove(key));
        if (!running.getAsBoolean()) {
            // It may have been too late for the close to see it.
            answer.complete(notRunning());
        }
        return answer;
    }

    /** Answers who still waits: nothing will end the wait of those any more. */
    void close(Completions completions) {
        List.copyOf(open.values()).forEach(answer -> completions.run(() -> answer.complete(notRunning())));
    }

    private Health notRunning() {
        return health(
                new Answer<>(null, "this instance is not running"), new Answer<>(null, null), new Answer<>(null, null));
    }

    private Health health(Answer<Backlog> owed, Answer<Boolean> found, Answer<Boolean> moving) {
        List<String> down = new ArrayList<>();
        List<String> degraded = new ArrayList<>();
        note(down, owed.problem);
        note(down, found.problem);
        Node node = observed.node;
        boolean alive = node.surelyAlive();
        note(
                down,
                alive ? null : "the lease of node " + node.id() + " is not surely alive: nothing is pushed from here");
        note(degraded, moving.problem);
        note(degraded, observed.messages.hasRoom() ? null : "sends are refused: a bound is met");
        note(degraded, unclaimed(owed.value));
        int refused = observed.dispatcher.refusedSettlements();
        note(degraded, refused == 0 ? null : "the message store takes no settlement of " + refused + " pushes");
        List<Health.Lane> lanes = observed.dispatcher.lanes();
        lanes.forEach(lane -> note(degraded, problem(lane)));
        if (lanes.isEmpty()) {
            degraded.add("no push app is configured, so no phone is woken: " + CONFIGURE_AN_APP);
        }
        Status status = !down.isEmpty() ? Status.DOWN : !degraded.isEmpty() ? Status.DEGRADED : Status.UP;
        down.addAll(degraded);
        return new Health(
                status,
                down,
                node.id().value(),
                alive,
                owed.value == null ? -1 : owed.value.owed(),
                observed.dispatcher.openParts(),
                observed.appends.waiting(),
                observed.sessions.count(),
                observed.listener.dropped(),
                lanes);
    }

    private @Nullable String unclaimed(@Nullable Backlog owed) {
        Instant oldest = owed == null ? null : owed.oldestUnclaimed();
        if (oldest == null) {
            return null;
        }
        Duration age = Duration.between(oldest, observed.node.storeTime());
        return age.compareTo(backlogAge) < 0
                ? null
                : "owed pushes have been due for " + age.toSeconds() + " s, and no process works on them";
    }

    private static @Nullable String problem(Health.Lane lane) {
        String cause =
                lane.record().lastCause().isEmpty() ? "" : ": " + lane.record().lastCause();
        if (lane.paused()) {
            return "the vendor refuses " + lane.app() + " itself, so its pushes wait" + cause;
        }
        if (lane.record().failuresInTurn() >= FAILURES) {
            return "the last " + lane.record().failuresInTurn() + " requests of " + lane.app() + " had no answer"
                    + cause;
        }
        if (lane.silentFor().compareTo(SILENCE) >= 0) {
            return lane.app() + " has left " + lane.inFlight() + " requests without an answer for "
                    + lane.silentFor().toSeconds() + " s";
        }
        return null;
    }

    private static void note(List<String> problems, @Nullable String problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }
}
