package io.offlinepush.benchmarks;

import io.offlinepush.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** The provider without an engine: tokens a second, with many tokens in a request. */
final class ProviderAlone {

    private static final int TOKENS = 1_000_000;
    private static final int TARGET_LISTS = 16;

    private ProviderAlone() {}

    static Measured round(CountsAccepted provider, int batch) throws Exception {
        List<List<Target>> targets = new ArrayList<>();
        for (int i = 0; i < TARGET_LISTS; i++) {
            targets.add(Sample.targets(batch));
        }
        LongFunction<CompletionStage<Boolean>> push =
                number -> provider.push(Sample.of(number, targets.get((int) (number % TARGET_LISTS))))
                        .thenApply(verdicts -> verdicts.size() == batch);
        Measured requests = Pushes.round(TOKENS / batch, false, push);
        return new Measured(requests.rate() * batch, requests.cpu() / batch, requests.bytes() / batch);
    }
}
