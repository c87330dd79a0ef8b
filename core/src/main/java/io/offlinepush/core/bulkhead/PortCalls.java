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
        environment.blocking().execute(() -> run(call, body));
        return call.stage;
    }

    private <T> void run(Call<T> call, Supplier<T> body) {
        try {
            T result = body.get();
            finish(call, () -> call.stage.complete(result));
        } catch (RuntimeException | Error e) {
            OfflinePushException failure = failure(call.what, e);
            finish(call, () -> call.stage.completeExceptionally(failure));
        }
    }

    private void finish(Call<?> call, Runnable completion) {
        if (underWay.remove(call)) {
            completions.run(completion);
        }
    }

    /** Fails what is still under way: whether it was done is not known. To be called once nothing more is taken. */
    public void close() {
        for (Call<?> call : List.copyOf(underWay)) {
            ClosedException closed =
                    new ClosedException(call.what + ": this instance was closed before there was an answer");
            finish(call, () -> call.stage.completeExceptionally(closed));
        }
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
     * The same stage, failing with what went wrong itself: a stage that depends on another one wraps it, and the host should
     * not have to know which of our stages do.
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
