package io.offlinepush.core.flow;

import io.offlinepush.api.ClosedException;
import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.OverloadedException;
import io.offlinepush.core.trace.Listening;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs calls to ports on the executor for blocking calls, and completes the host's stages on the one for callbacks. */
public final class PortCalls {

    private final Environment environment;
    private final BooleanSupplier running;
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final int capacity;
    private final Listening listening;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Calls of one instance.
     *
     * @param running whether the instance takes calls now
     * @param capacity how many calls may wait
     */
    public PortCalls(Environment environment, BooleanSupplier running, int capacity, Listening listening) {
        this.listening = listening;
        this.environment = environment;
        this.running = running;
        this.capacity = capacity;
    }

    /**
     * Runs a call.
     *
     * @param what names it in a failure, for example {@code login}
     */
    public <T> CompletionStage<T> call(String what, Supplier<T> call) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        if (!running.getAsBoolean()) {
            stage.completeExceptionally(new ClosedException(what + ": this instance is not running"));
            return stage;
        }
        if (waiting.incrementAndGet() > capacity) {
            waiting.decrementAndGet();
            listening.tell(to -> to.overloaded(what));
            stage.completeExceptionally(
                    new OverloadedException(what + ": " + capacity + " calls are waiting", RETRY_AFTER));
            return stage;
        }
        environment.blocking().execute(() -> {
            try {
                T result = call.get();
                environment.callbacks().execute(() -> stage.complete(result));
            } catch (RuntimeException | Error e) {
                OfflinePushException failure = failure(what, e);
                environment.callbacks().execute(() -> stage.completeExceptionally(failure));
            } finally {
                waiting.decrementAndGet();
            }
        });
        return stage;
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
