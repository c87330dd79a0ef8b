package io.offlinepush.core.delivery;

import io.offlinepush.api.Environment;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands attempts to their providers, and answers each exactly once: with the provider's verdicts, with its failure, or
 * without either if it forgets the attempt. The one way to a provider, for pushes and for test pushes.
 */
public final class PushSender {

    private static final Logger log = LoggerFactory.getLogger(PushSender.class);

    /** A provider has deadlines of its own; this one is for a provider that forgets a push. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private final PushProviders providers;
    private final Environment environment;
    private final ListenerQueue listener;
    private final AttemptDeadlines deadlines;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Sends to these providers. */
    public PushSender(PushProviders providers, Environment environment, ListenerQueue listener) {
        this.providers = providers;
        this.environment = environment;
        this.listener = listener;
        this.deadlines = new AttemptDeadlines(environment, LONGEST_ANSWER);
    }

    /**
     * Sends.
     *
     * @param lane in which the attempt counts as in flight; null if in none
     * @param then given the answer, once, on any thread; the attempt has left the lane by then
     */
    public void send(PushAttempt attempt, @Nullable Lane lane, Consumer<Answer> then) {
        InFlight inFlight = new InFlight(attempt, lane, then);
        underWay.incrementAndGet();
        deadlines.add(inFlight);
        PushProvider provider = providers.serving(attempt.app()).orElse(null);
        if (provider == null) {
            inFlight.answer(null, new IllegalStateException("nobody serves " + attempt.app()));
            return;
        }
        try {
            provider.push(attempt).whenComplete(inFlight::answer);
        } catch (RuntimeException | Error e) {
            log.error(
                    "The push provider of {} threw instead of answering: {}",
                    attempt.app(),
                    e.getClass().getName());
            inFlight.answer(null, e);
        }
    }

    /** How many attempts have no answer yet. */
    public int underWay() {
        return underWay.get();
    }

    private final class InFlight extends AtomicBoolean implements AttemptDeadlines.Pending {

        private static final long serialVersionUID = 1L;

        private final transient PushAttempt attempt;
        private final transient @Nullable Lane lane;
        private final transient Consumer<Answer> then;
        private final long began = environment.ticker().nanos();

        private InFlight(PushAttempt attempt, @Nullable Lane lane, Consumer<Answer> then) {
            this.attempt = attempt;
            this.lane = lane;
            this.then = then;
        }

        @Override
        public boolean isAnswered() {
            return get();
        }

        @Override
        public void timeOut() {
            answer(null, new TimeoutException("no verdict in time"));
        }

        private void answer(@Nullable List<Verdict> verdicts, @Nullable Throwable failure) {
            if (!compareAndSet(false, true)) {
                return;
            }
            Answer answer = Answer.of(attempt, verdicts, failure);
            if (listener.isHeard()) {
                Duration took = Duration.ofNanos(environment.ticker().nanos() - began);
                listener.tell(to -> to.pushAnswered(answer.counted(took)));
            }
            if (lane != null) {
                lane.answered(answer);
            }
            then.accept(answer);
            // Only now: who waits for the last one waits until somebody has taken it over.
            underWay.decrementAndGet();
        }
    }
}
