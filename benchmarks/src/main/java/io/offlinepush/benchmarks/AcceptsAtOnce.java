package io.offlinepush.benchmarks;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A push provider that costs next to nothing: it accepts at once, or keeps its answers back until it is told. */
final class AcceptsAtOnce implements PushProvider {

    private static final int MAX_TARGETS = 1000;
    private static final Verdict ACCEPTED = new Verdict.Accepted(new VendorAnswer("OK", ""));
    private static final CompletionStage<List<Verdict>> ONE = CompletableFuture.completedFuture(List.of(ACCEPTED));

    final Handed handed = new Handed();

    private final Consumer<PushRequest> seen;
    // Guarded by this.
    private final Deque<Runnable> heldBack = new ArrayDeque<>();
    private volatile boolean holding;

    AcceptsAtOnce() {
        this(unused -> {});
    }

    /**
     * A provider that shows what it is handed.
     *
     * @param seen called on the engine's thread before the targets are counted
     */
    AcceptsAtOnce(Consumer<PushRequest> seen) {
        this.seen = seen;
    }

    @Override
    public Set<VendorApp> apps() {
        return Set.of(Sample.VENDOR_APP);
    }

    @Override
    public int maxTargets() {
        return MAX_TARGETS;
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        int targets = request.targets().size();
        if (!request.sendIfCurrent(() -> {})) {
            return CompletableFuture.completedFuture(
                    Collections.nCopies(targets, new Verdict.RetryLater(null, VendorAnswer.NONE)));
        }
        CompletionStage<List<Verdict>> answer = holding ? later(targets) : answer(targets);
        seen.accept(request);
        handed.add(targets);
        return answer;
    }

    private static CompletionStage<List<Verdict>> answer(int targets) {
        return targets == 1 ? ONE : CompletableFuture.completedFuture(Collections.nCopies(targets, ACCEPTED));
    }

    private synchronized CompletionStage<List<Verdict>> later(int targets) {
        if (!holding) {
            return answer(targets);
        }
        CompletableFuture<List<Verdict>> answer = new CompletableFuture<>();
        heldBack.add(() -> answer.complete(Collections.nCopies(targets, ACCEPTED)));
        return answer;
    }

    /** From now on requests leave, and no answer comes. */
    void hold() {
        holding = true;
    }

    /** All answers come, those that were held back first. */
    void letGo() {
        Deque<Runnable> answers;
        synchronized (this) {
            holding = false;
            answers = new ArrayDeque<>(heldBack);
            heldBack.clear();
        }
        answers.forEach(Runnable::run);
    }

    @Override
    public void close() {}
}
