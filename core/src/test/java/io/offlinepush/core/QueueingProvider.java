package io.offlinepush.core;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A provider with a queue: requests leave, or try to, when a test says so. */
final class QueueingProvider implements PushProvider {

    private final Set<VendorApp> apps;
    private final List<Waiting> queue = new ArrayList<>();
    private final List<PushRequest> left = new ArrayList<>();
    private Runnable duringTheWrite = () -> {};

    private record Waiting(PushRequest request, CompletableFuture<List<Verdict>> verdicts) {}

    QueueingProvider(VendorApp... apps) {
        this.apps = Set.of(apps);
    }

    @Override
    public Set<VendorApp> apps() {
        return apps;
    }

    @Override
    public int maxTargets() {
        return 1_000;
    }

    @Override
    public synchronized CompletionStage<List<Verdict>> push(PushRequest request) {
        Waiting waiting = new Waiting(request, new CompletableFuture<>());
        queue.add(waiting);
        return waiting.verdicts;
    }

    synchronized int waiting() {
        return queue.size();
    }

    /** What left. */
    synchronized List<PushRequest> left() {
        return List.copyOf(left);
    }

    synchronized void duringTheWrite(Runnable what) {
        duringTheWrite = what;
    }

    /** What waits now leaves and is accepted, or may not leave. */
    int letGo() {
        List<Waiting> now;
        Runnable during;
        synchronized (this) {
            now = List.copyOf(queue);
            queue.clear();
            during = duringTheWrite;
        }
        int gone = 0;
        for (Waiting waiting : now) {
            boolean went = waiting.request.sendIfCurrent(() -> {
                during.run();
                synchronized (this) {
                    left.add(waiting.request);
                }
            });
            gone += went ? 1 : 0;
            Verdict verdict = went
                    ? new Verdict.Accepted(new VendorAnswer("OK", ""))
                    : new Verdict.RetryLater(null, VendorAnswer.NONE);
            waiting.verdicts.complete(
                    waiting.request.targets().stream().map(unused -> verdict).toList());
        }
        return gone;
    }

    @Override
    public void close() {}
}
