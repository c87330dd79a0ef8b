package io.offlinepush.core.bulkhead;

import io.offlinepush.api.ClosedException;
import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.OverloadedException;
import io.offlinepush.core.trace.ListenerQueue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs the host's calls to ports on the executor for blocking calls, and completes their stages. */
public final class PortCalls {

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final Environment environment;
    private final BooleanSupplier running;
    private final int capacity;
    private final ListenerQueue listener;
    private final Completions completions;
    private final Set<Call<?>> underWay = ConcurrentHashMap.newKeySet();
    /** What follows several calls. */
    private final Set<Call<?>> following = ConcurrentHashMap.newKeySet();

    /** A call, and the stage that the host has. Whoever takes it out of those under way completes it. */
    private record Call<T>(String what, CompletableFuture<T> stage) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * Calls of one instance.
     *
     * @param running whether the instance takes calls now
     * @param capacity how many calls may be under way or wait
     */
    public PortCalls(
            Environment environment,
            BooleanSupplier running,
            int capacity,
            ListenerQueue listener,
            Completions completions) {
        this.environment = environment;
        this.running = running;
        this.capacity = capacity;
        this.listener = listener;
        this.completions = completions;
    }

    /**
     * Runs a call.
     *
     * @param what names it in a failure, for example {@code login}
     */
    public <T> CompletionStage<T> call(String what, Supplier<T> body) {
        if (!running.getAsBoolean()) {
            return CompletableFuture.failedFuture(new ClosedException(what + ": this instance is not running"));
        }
        if (underWay.size() >= capacity) {
            listener.tell(to -> to.overloaded(what));
            return CompletableFuture.failedFuture(
                    new OverloadedException(what + ": " + capacity + " calls are waiting", RETRY_AFTER));
        }
        Call<T> call = new Call<>(what, new CompletableFuture<>());
        underWay.add(call);
        if (running.getAsBoolean()) {
            environment.blocking().execute(() -> run(call, body));
        } else {
            // It may have been too late for the close to see it.
            fail(underWay, call);
        }
        return call.stage;
    }

    /**
     * A stage for the host that follows calls and what lies between them: it fails with what went wrong itself,
     * completes on a thread for the host's code, and fails at the close at the latest.
     *
     * @param what names it in a failure, for example {@code login}
     */
    public <T> CompletionStage<T> following(String what, CompletionStage<T> stage) {
        Call<T> call = new Call<>(what, new CompletableFuture<>());
        following.add(call);
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                finish(following, call, () -> call.stage.complete(result));
            } else {
                Throwable cause = failure.getCause();
                Throwable itself = failure instanceof CompletionException && cause != null ? cause : failure;
                finish(following, call, () -> call.stage.completeExceptionally(itself));
            }
        });
        if (!running.getAsBoolean()) {
            fail(following, call);
        }
        return call.stage;
    }

    private <T> void run(Call<T> call, Supplier<T> body) {
        try {
            T result = body.get();
            finish(underWay, call, () -> call.stage.complete(result));
        } catch (RuntimeException | Error e) {
            OfflinePushException failure = failure(call.what, e);
            finish(underWay, call, () -> call.stage.completeExceptionally(failure));
        }
    }

    private void finish(Set<Call<?>> among, Call<?> call, Runnable completion) {
        if (among.remove(call)) {
            completions.run(completion);
        }
    }

    /** Fails what is still under way: whether it was done is not known. To be called once nothing more is taken. */
    public void close() {
        List.copyOf(underWay).forEach(call -> fail(underWay, call));
        List.copyOf(following).forEach(call -> fail(following, call));
    }

    private void fail(Set<Call<?>> among, Call<?> call) {
        ClosedException closed =
                new ClosedException(call.what + ": this instance was closed before there was an answer");
        finish(among, call, () -> call.stage.completeExceptionally(closed));
    }

    /** Runs a call without a result. */
    public CompletionStage<Void> run(String what, Runnable call) {
        return call(what, () -> {
            call.run();
            // A stage of Void can complete with nothing else.
            return nothing();
        });
    }

    /**
     * The same stage, failing with what went wrong itself: a stage that depends on another one wraps it, and the host
     * should not have to know which of our stages do.
     */
    public static <T> CompletionStage<T> plain(CompletionStage<T> stage) {
        CompletableFuture<T> plain = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                plain.complete(result);
            } else {
                Throwable cause = failure.getCause();
                plain.completeExceptionally(failure instanceof CompletionException && cause != null ? cause : failure);
            }
        });
        return plain;
    }

    /** A failure of a port under the name of what the host called. */
    public static OfflinePushException failure(String what, Throwable cause) {
        return cause instanceof OfflinePushException known
                ? known
                : new OfflinePushException(what + " failed: " + cause.getClass().getName(), cause);
    }

    @SuppressWarnings("NullAway") // Void has no value but null
    private static Void nothing() {
        return null;
    }
}
