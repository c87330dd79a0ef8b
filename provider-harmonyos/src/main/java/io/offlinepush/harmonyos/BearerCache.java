package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import io.offlinepush.api.SettingsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One app's bearer. A signature takes milliseconds, so one serves every request of an hour; its successor is made in
 * the background once three quarters of that are over, and no request waits while the present one is valid.
 *
 * <p>The account is read on one executor, since its source may hang, and the bearer is signed on another, so that a
 * source that hangs delays no signature of another app. One read of each app is under way at most.
 */
final class BearerCache {

    private static final Duration RENEW_AFTER = Jwt.LIFE.multipliedBy(3).dividedBy(4);

    /** A request under way must not outlive its bearer. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** A clock that is a little ahead of Push Kit's must not make a JWT that was issued in the future. */
    private static final Duration BACK_DATED = Duration.ofMinutes(1);

    /** A renewal that failed, or a replacement that was refused too, is not repeated before this is over. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** A read of the account that takes longer raises an alarm. */
    private static final Duration HANGS = Duration.ofSeconds(10);

    private static final int READING_THREADS = 16;
    private static final int SIGNING_THREADS = 2;

    private final String setting;
    private final ServiceAccountSource source;
    private final Environment environment;
    private final Alarms alarms;
    private final Executor reading;
    private final Executor signing;
    private final AtomicReference<@Nullable Bearer> current = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Bearer>> making = new AtomicReference<>();
    private volatile long quietUntilNanos;
    private volatile long makingSinceNanos;

    /**
     * Reads the account once, so that a wrong one fails the start.
     *
     * @throws SettingsException naming the setting
     */
    BearerCache(String setting, ServiceAccountSource source, Environment environment, Alarms alarms) {
        this.setting = setting;
        this.source = source;
        this.environment = environment;
        this.alarms = alarms;
        this.reading = environment.executor("accounts", READING_THREADS);
        this.signing = environment.executor("signing", SIGNING_THREADS);
        this.quietUntilNanos = environment.ticker().nanos();
        source.read(setting);
    }

    /**
     * A valid bearer.
     *
     * @return complete already if there is one; otherwise completes once it is signed, or fails if it cannot be
     */
    CompletionStage<Bearer> get() {
        Bearer bearer = current.get();
        Instant now = environment.clock().instant();
        if (bearer == null || !now.isBefore(bearer.endsAt())) {
            return make(false);
        }
        if (!now.isBefore(bearer.renewAt()) && environment.ticker().nanos() - quietUntilNanos >= 0) {
            make(false);
        }
        return CompletableFuture.completedStage(bearer);
    }

    /**
     * Another bearer than the one that Push Kit refused.
     *
     * @param refused which
     * @return the one that has taken its place, or a fresh one; empty if it was a fresh one itself a moment ago, or if
     *     none could be made a moment ago, so that a wrong account does not cost a signature for each push
     */
    Optional<CompletionStage<Bearer>> insteadOf(Bearer refused) {
        Bearer bearer = current.get();
        if (bearer != null && bearer != refused) {
            return Optional.of(get());
        }
        boolean young = environment.ticker().nanos() - refused.madeAtNanos() < PAUSE.toNanos();
        if (refused.replacement() && !refused.proven() && young) {
            return Optional.empty();
        }
        // Until there is another, others go on with this one: one faulty answer must not make everybody wait, perhaps
        // for
        // a store of secrets that is down.
        return environment.ticker().nanos() - quietUntilNanos < 0 ? Optional.empty() : Optional.of(make(true));
    }

    private CompletionStage<Bearer> make(boolean replacement) {
        CompletableFuture<Bearer> mine = new CompletableFuture<>();
        CompletableFuture<Bearer> other = making.compareAndExchange(null, mine);
        if (other != null) {
            if (!other.isDone() && environment.ticker().nanos() - makingSinceNanos >= HANGS.toNanos()) {
                alarms.raise(
                        setting,
                        "no bearer could be made within " + HANGS.toSeconds()
                                + " s: the source of the service account does not answer");
            }
            return other;
        }
        makingSinceNanos = environment.ticker().nanos();
        run(reading, mine, () -> {
            ServiceAccount account = source.read(setting);
            run(signing, mine, () -> sign(account, mine, replacement));
        });
        return mine;
    }

    private void run(Executor executor, CompletableFuture<Bearer> mine, Runnable step) {
        try {
            executor.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException | Error e) {
                    failed(mine, e);
                }
            });
        } catch (RuntimeException e) {
            failed(mine, e);
        }
    }

    private void sign(ServiceAccount account, CompletableFuture<Bearer> mine, boolean replacement) {
        Instant now = environment.clock().instant();
        Instant issuedAt = now.minus(BACK_DATED);
        Bearer bearer = new Bearer(
                account.projectId(),
                Jwt.sign(account, issuedAt),
                now.plus(RENEW_AFTER),
                issuedAt.plus(Jwt.LIFE).minus(MARGIN),
                replacement,
                environment.ticker().nanos());
        current.set(bearer);
        making.set(null);
        mine.complete(bearer);
    }

    private void failed(CompletableFuture<Bearer> mine, Throwable why) {
        quietUntilNanos = environment.ticker().nanos() + PAUSE.toNanos();
        making.set(null);
        alarms.raise(setting, "no bearer could be made: " + reason(why));
        mine.completeExceptionally(why);
    }

    /** A SettingsException's message says what to do and shows no secret; of anything else only the type is told. */
    static String reason(Throwable why) {
        return why instanceof SettingsException
                ? String.valueOf(why.getMessage())
                : why.getClass().getName();
    }

    @Override
    public String toString() {
        return "BearerCache[" + setting + "]";
    }
}
