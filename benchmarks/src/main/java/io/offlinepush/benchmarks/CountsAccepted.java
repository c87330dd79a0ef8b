package io.offlinepush.benchmarks;

import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Verdict;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Another push provider, of which the accepted targets are counted. */
final class CountsAccepted implements PushProvider {

    final Handed accepted = new Handed();

    private final PushProvider provider;
    private final AtomicLong others = new AtomicLong();

    CountsAccepted(PushProvider provider) {
        this.provider = provider;
    }

    /** How many targets were tried and not accepted then: the engine tries them again. */
    long others() {
        return others.get();
    }

    @Override
    public Set<VendorApp> apps() {
        return provider.apps();
    }

    @Override
    public int maxTargets() {
        return provider.maxTargets();
    }

    @Override
    public void check(MessageLimits limits) {
        provider.check(limits);
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        return provider.push(request).whenComplete((verdicts, failure) -> count(request, verdicts));
    }

    private void count(PushRequest request, @Nullable List<Verdict> verdicts) {
        int taken = 0;
        if (verdicts != null) {
            for (Verdict verdict : verdicts) {
                taken += verdict instanceof Verdict.Accepted ? 1 : 0;
            }
        }
        others.addAndGet(request.targets().size() - taken);
        accepted.add(taken);
    }

    @Override
    public void close() {
        provider.close();
    }
}
