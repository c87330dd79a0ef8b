package io.offlinepush.core;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A vendor behind two threads of its own: takes most, is busy sometimes, and sometimes does not answer. */
final class HammerVendor implements PushProvider {

    private final Set<VendorApp> apps;
    private final HammerRecord record;
    private final Random random;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    HammerVendor(VendorApp app, HammerRecord record, long seed) {
        this.apps = Set.of(app);
        this.record = record;
        this.random = new Random(seed);
    }

    @Override
    public Set<VendorApp> apps() {
        return apps;
    }

    @Override
    public int maxTargets() {
        return 2;
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        CompletableFuture<List<Verdict>> verdicts = new CompletableFuture<>();
        threads.execute(() -> {
            if (request.sendIfCurrent(() -> write(request))) {
                answer(request, verdicts);
            } else {
                verdicts.complete(all(request, new Verdict.RetryLater(null, VendorAnswer.NONE)));
            }
        });
        return verdicts;
    }

    private void write(PushRequest request) {
        for (Target target : request.targets()) {
            record.leaves(
                    request.notification().messageId(),
                    request.notification().content().title(),
                    target.user(),
                    target.pushId(),
                    request.notification().number(),
                    request.notification().withBadge());
        }
    }

    private void answer(PushRequest request, CompletableFuture<List<Verdict>> verdicts) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            verdicts.complete(all(request, new Verdict.RetryLater(null, new VendorAnswer("BUSY", ""))));
            return;
        }
        boolean taken = kind > 1;
        request.targets().forEach(t -> record.answered(request.notification().messageId(), t.pushId(), taken));
        if (taken) {
            verdicts.complete(all(request, new Verdict.Accepted(new VendorAnswer("OK", ""))));
        } else {
            verdicts.completeExceptionally(new IllegalStateException("no answer"));
        }
    }

    private static List<Verdict> all(PushRequest request, Verdict verdict) {
        return request.targets().stream().map(unused -> verdict).toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
