package io.offlinepush.inmemory;

import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A {@link PushProvider} that records what it is asked to push and answers by script.
 *
 * <pre>{@code
 * provider.answerNext(new Verdict.TokenInvalid(new VendorAnswer("80300007", "")));  // the next request
 * provider.answerNext(new Verdict.AppRefused(new VendorAnswer("401", ""), "clock"));  // the one after it
 * provider.holdNext();                                                             // and the one after that
 * ...
 * assertThat(provider.pushed()).hasSize(2);
 * provider.release();                                                              // Accepted: the standing answer
 * }</pre>
 *
 * <p>Each {@code …Next} is for one request, in the order in which they were called; a request that finds none of them
 * gets the standing answer, {@link #answerWith}. A request that was not sent is not recorded and uses none up.
 *
 * <p>Safe for any number of threads. A stage completes on the thread that pushes, releases or closes.
 */
public final class InMemoryPushProvider implements PushProvider {

    /** The code of the standing answer. */
    public static final String OK = "OK";

    private static final int MAX_TARGETS = 1000;

    private final Set<VendorApp> apps;
    private final Deque<Step> script = new ArrayDeque<>();
    private final List<Pushed> pushed = new ArrayList<>();
    private final List<Exchange> held = new ArrayList<>();
    private Function<? super Target, ? extends Verdict> standing =
            target -> new Verdict.Accepted(new VendorAnswer(OK, ""));
    private boolean closed;

    /**
     * A provider for these apps that accepts everything.
     *
     * @param apps at least one
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public InMemoryPushProvider(VendorApp... apps) {
        Range.check("number of apps", apps.length, 1, Integer.MAX_VALUE);
        this.apps = Set.of(apps);
    }

    /**
     * The requests that were sent, oldest first; not those that {@link PushRequest#sendIfCurrent} refused.
     *
     * @return a copy
     */
    public synchronized List<Pushed> pushed() {
        return new ArrayList<>(pushed);
    }

    /** Forgets what left until now; the script stays. */
    public synchronized void clear() {
        pushed.clear();
    }

    /**
     * The next request gets this verdict for each target.
     *
     * @param verdict what to answer
     */
    public void answerNext(Verdict verdict) {
        answerNext(1, verdict);
    }

    /**
     * The next requests get this verdict for each target.
     *
     * @param requests how many, 1 or more
     * @param verdict what to answer
     */
    public synchronized void answerNext(int requests, Verdict verdict) {
        Range.check("requests", requests, 1, Integer.MAX_VALUE);
        Objects.requireNonNull(verdict, "verdict");
        for (int i = 0; i < requests; i++) {
            script.add(exchange -> exchange.answer(target -> verdict));
        }
    }

    /**
     * The next request leaves, and no answer comes: its stage fails.
     *
     * @param failure with what
     */
    public synchronized void failNext(RuntimeException failure) {
        Objects.requireNonNull(failure, "failure");
        script.add(exchange -> exchange.fail(failure));
    }

    /** The next request leaves, and its answer does not come before {@link #release()}. */
    public synchronized void holdNext() {
        script.add(this::hold);
    }

    /** The held requests get the standing answer. */
    public void release() {
        Function<? super Target, ? extends Verdict> answer;
        synchronized (this) {
            answer = standing;
        }
        takeHeld().forEach(exchange -> exchange.answer(answer));
    }

    /**
     * The held requests get this verdict for each target.
     *
     * @param verdict what to answer
     */
    public void release(Verdict verdict) {
        Objects.requireNonNull(verdict, "verdict");
        takeHeld().forEach(exchange -> exchange.answer(target -> verdict));
    }

    /**
     * From now on each target of a request for which nothing else was said gets what this function says; at first
     * {@link Verdict.Accepted} with the code {@link #OK}. If it throws, the stage fails.
     *
     * @param answer called on the thread that pushes or releases
     */
    public synchronized void answerWith(Function<? super Target, ? extends Verdict> answer) {
        standing = Objects.requireNonNull(answer, "answer");
    }

    @Override
    public Set<VendorApp> apps() {
        return apps;
    }

    @Override
    public int maxTargets() {
        return MAX_TARGETS;
    }

    @Override
    public CompletionStage<List<Verdict>> push(PushRequest request) {
        Exchange exchange = new Exchange(checked(request));
        // Taken inside sendIfCurrent, so that a request that is not sent uses no step of the script up.
        List<Step> step = new ArrayList<>();
        if (request.sendIfCurrent(() -> depart(exchange.pushed, step)) && !step.isEmpty()) {
            step.get(0).answer(exchange);
        } else {
            exchange.answer(target -> new Verdict.RetryLater(null, VendorAnswer.NONE));
        }
        return exchange.verdicts.minimalCompletionStage();
    }

    private synchronized void depart(Pushed leaving, List<Step> step) {
        if (closed) {
            return;
        }
        pushed.add(leaving);
        Step next = script.poll();
        Function<? super Target, ? extends Verdict> answer = standing;
        step.add(next != null ? next : exchange -> exchange.answer(answer));
    }

    private Pushed checked(PushRequest request) {
        List<Target> targets = List.copyOf(request.targets());
        if (!apps.contains(request.app())) {
            throw new IllegalArgumentException("no such app: " + request.app());
        }
        Range.check("number of targets", targets.size(), 1, MAX_TARGETS);
        Set<Object> tokens = new HashSet<>();
        for (Target target : targets) {
            if (!tokens.add(target.token())) {
                throw new IllegalArgumentException("two targets with one token: " + target.pushId());
            }
        }
        return new Pushed(request.app(), request.notification(), targets, request.timeLeft());
    }

    private void hold(Exchange exchange) {
        synchronized (this) {
            if (!closed) {
                held.add(exchange);
                return;
            }
        }
        exchange.fail(closedBeforeAnswer());
    }

    private synchronized List<Exchange> takeHeld() {
        List<Exchange> taken = new ArrayList<>(held);
        held.clear();
        return taken;
    }

    /** Held requests fail: they left, and no answer will come. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        takeHeld().forEach(exchange -> exchange.fail(closedBeforeAnswer()));
    }

    private static RuntimeException closedBeforeAnswer() {
        return new IllegalStateException("closed before an answer came");
    }

    /**
     * A request that left.
     *
     * @param app for which app
     * @param notification what to show
     * @param targets where
     * @param timeLeft what was left of its expiry when it left
     */
    public record Pushed(VendorApp app, Notification notification, List<Target> targets, Duration timeLeft) {
        /** Copies the list. */
        public Pushed {
            targets = List.copyOf(targets);
        }
    }

    /** What becomes of one request. */
    @FunctionalInterface
    private interface Step {
        void answer(Exchange exchange);
    }

    /** A request and the stage that waits for its verdicts. */
    private static final class Exchange {

        private final Pushed pushed;
        private final CompletableFuture<List<Verdict>> verdicts = new CompletableFuture<>();

        private Exchange(Pushed pushed) {
            this.pushed = pushed;
        }

        private void answer(Function<? super Target, ? extends Verdict> each) {
            List<Verdict> all = new ArrayList<>();
            try {
                for (Target target : pushed.targets()) {
                    all.add(Objects.requireNonNull(each.apply(target), "verdict"));
                }
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
            verdicts.complete(all);
        }

        private void fail(RuntimeException failure) {
            verdicts.completeExceptionally(failure);
        }
    }
}
