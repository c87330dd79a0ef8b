package io.offlinepush.core.orders;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A provider with a queue: a request is written when it is told to, and its verdict comes when it is told to, or at
 * once.
 */
final class Vendor implements PushProvider {

    static final VendorApp APP = new VendorApp("test", "chat");

    private final Facts facts;
    private final Deque<Exchange> queue = new ArrayDeque<>();
    private final Deque<Exchange> unanswered = new ArrayDeque<>();
    private boolean holdsRequests;
    private boolean holdsVerdicts;

    private record Exchange(PushRequest request, CompletableFuture<List<Verdict>> verdicts) {
        private void answer(Verdict verdict) {
            verdicts.complete(request.targets().stream().map(unused -> verdict).toList());
        }
    }

    Vendor(Facts facts) {
        this.facts = facts;
    }

    void hold(boolean requests, boolean verdicts) {
        holdsRequests = requests;
        holdsVerdicts = verdicts;
    }

    boolean hasRequest() {
        return !queue.isEmpty();
    }

    boolean owesVerdict() {
        return !unanswered.isEmpty();
    }

    /** The oldest request is written, unless it must not be. */
    void write() {
        Exchange exchange = queue.removeFirst();
        if (exchange.request.sendIfCurrent(facts::written)) {
            unanswered.add(exchange);
            if (!holdsVerdicts) {
                giveVerdict();
            }
        } else {
            exchange.answer(new Verdict.RetryLater(null, VendorAnswer.NONE));
        }
    }

    void giveVerdict() {
        unanswered.removeFirst().answer(new Verdict.Accepted(new VendorAnswer("OK", "")));
    }

    @Override
    public Set<VendorApp> apps() {
        return Set.of(APP);
    }

    @Override
    public int maxTargets() {
        return 1_000;
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        facts.asked();
        Exchange exchange = new Exchange(request, new CompletableFuture<>());
        queue.add(exchange);
        if (!holdsRequests) {
            write();
        }
        return exchange.verdicts;
    }

    @Override
    public void close() {}
}
