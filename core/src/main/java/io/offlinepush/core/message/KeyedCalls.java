package io.offlinepush.core.message;

import io.offlinepush.api.OverloadedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Makes the calls of one key one after another; different keys know nothing of each other. Bounded over all keys.
 *
 * @param <K> the keys
 */
final class KeyedCalls<K> {

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final int most;
    // Guarded by this.
    private final Map<K, ArrayDeque<Call<?>>> waiting = new HashMap<>();
    private int count;

    /**
     * No calls.
     *
     * @param most how many calls may wait
     */
    KeyedCalls(int most) {
        this.most = most;
    }

    private record Call<T>(Supplier<CompletionStage<T>> body, CompletableFuture<T> result, boolean alone) {}

    /** Makes a call after all earlier ones of the key; later ones wait for it. */
    <T> CompletableFuture<T> inOrder(K key, Supplier<CompletionStage<T>> body) {
        return add(key, new Call<>(body, new CompletableFuture<>(), true));
    }

    /** Makes a call after the earlier {@linkplain #inOrder ordered} ones of the key; nobody waits for it. */
    <T> CompletableFuture<T> afterOrdered(K key, Supplier<CompletionStage<T>> body) {
        return add(key, new Call<>(body, new CompletableFuture<>(), false));
    }

    private <T> CompletableFuture<T> add(K key, Call<T> call) {
        synchronized (this) {
            ArrayDeque<Call<?>> others = waiting.get(key);
            if (others != null) {
                if (count >= most) {
                    call.result.completeExceptionally(
                            new OverloadedException(most + " calls wait for earlier ones of their key", RETRY_AFTER));
                } else {
                    count++;
                    others.addLast(call);
                }
                return call.result;
            }
            if (call.alone) {
                waiting.put(key, new ArrayDeque<>(2));
            }
        }
        if (call.alone) {
            run(key, call);
        } else {
            start(call);
        }
        return call.result;
    }

    /** Runs a call and those behind it. A loop, not a recursion: thousands may wait, and each may be over at once. */
    private void run(K key, Call<?> first) {
        for (Call<?> call = first; call != null; call = next(key)) {
            start(call);
            CompletionStage<?> result = call.result;
            if (call.alone && !call.result.isDone()) {
                result.whenComplete((value, failure) -> {
                    Call<?> next = next(key);
                    if (next != null) {
                        run(key, next);
                    }
                });
                return;
            }
        }
    }

    @SuppressWarnings("NullAway") // The loop above ends with null.
    private synchronized Call<?> next(K key) {
        ArrayDeque<Call<?>> others = waiting.get(key);
        Call<?> next = others == null ? null : others.pollFirst();
        if (next == null) {
            waiting.remove(key);
        } else {
            count--;
        }
        return next;
    }

    private static <T> void start(Call<T> call) {
        CompletionStage<T> stage;
        try {
            stage = call.body.get();
        } catch (RuntimeException | Error e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                call.result.complete(result);
            } else {
                Throwable cause = failure.getCause();
                call.result.completeExceptionally(
                        failure instanceof CompletionException && cause != null ? cause : failure);
            }
        });
    }
}
