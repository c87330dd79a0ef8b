package io.offlinepush.core;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** A gateway that works, or is dead in a way; it keeps nothing but the ids of what it accepted. */
final class DeadGateway implements PushProvider {

    /** What it does with every request. */
    enum State {
        WORKS,
        SAYS_LATER,
        SAYS_NOTHING,
        BREAKS_CONNECTIONS
    }

    /** With what the message id of a call begins. */
    static final String CALL = "call-";

    State state = State.WORKS;
    /** Told of each message that is accepted, and how old its push is. */
    BiConsumer<MessageId, Duration> onAccept = (message, age) -> {};

    /** The messages that it accepted. */
    final List<MessageId> accepted = new ArrayList<>();

    /** What was handed to it and is a call, whatever became of it. */
    final Set<MessageId> calls = new HashSet<>();

    /** Forgets what it accepted. */
    void reset() {
        accepted.clear();
    }

    @Override
    public Set<VendorApp> apps() {
        return Set.of(World.APP);
    }

    @Override
    public int maxTargets() {
        return 1_000;
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        if (!request.sendIfCurrent(() -> {})) {
            return answer(request, new Verdict.RetryLater(null, VendorAnswer.NONE));
        }
        MessageId message = request.notification().messageId();
        boolean call = message.value().startsWith(CALL);
        if (call) {
            calls.add(message);
        }
        return switch (state) {
            case WORKS -> {
                if (!call) {
                    accepted.add(message);
                    onAccept.accept(message, SendConfig.DEFAULT_EXPIRY.minus(request.timeLeft()));
                }
                yield answer(request, new Verdict.Accepted(new VendorAnswer("OK", "")));
            }
            case SAYS_LATER -> answer(request, new Verdict.RetryLater(null, new VendorAnswer("503", "")));
            case SAYS_NOTHING -> new CompletableFuture<>();
            case BREAKS_CONNECTIONS -> CompletableFuture.failedFuture(new IllegalStateException("no connection"));
        };
    }

    private static CompletionStage<List<Verdict>> answer(PushRequest request, Verdict verdict) {
        return CompletableFuture.completedFuture(
                request.targets().stream().map(unused -> verdict).toList());
    }

    @Override
    public void close() {}
}
