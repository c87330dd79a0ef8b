package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A vendor with its own mind. What it takes shows on the phone at once, whether or not the engine ever hears of it; a
 * request may leave late, be written twice, get no answer in time or ever, a late one, or one that is too short.
 */
final class SimVendor {

    private static final VendorAnswer OK = new VendorAnswer("OK", "");
    private static final VendorAnswer NO = new VendorAnswer("NO", "");

    private final ManualRuntime runtime;
    private final Random random;
    private final History history;
    private final Set<DeviceToken> dead = new HashSet<>();
    private int faultsInHundred;
    private boolean away;
    private boolean holds;
    private final List<Runnable> held = new ArrayList<>();
    private final Consumer<DeviceId> onDead;

    /**
     * A vendor that works.
     *
     * @param onDead told of each device when its token has died
     */
    SimVendor(ManualRuntime runtime, Random random, History history, Consumer<DeviceId> onDead) {
        this.onDead = onDead;
        this.runtime = runtime;
        this.random = random;
        this.history = history;
    }

    /** From now on so many of a hundred requests meet a fault; a token that is dead stays so. */
    void faults(int inHundred) {
        faultsInHundred = inHundred;
    }

    /** It takes nothing, and says so; or it is back. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** It takes requests and answers none; or it answers all that it has, and goes on. */
    void hold(boolean holdsAnswers) {
        holds = holdsAnswers;
        List<Runnable> answers = List.copyOf(held);
        held.clear();
        answers.forEach(Runnable::run);
    }

    /** The way to the vendor from one process. */
    PushProvider from(SimProcess process, Set<VendorApp> apps) {
        return new Line(process, apps);
    }

    private boolean fault() {
        return random.nextInt(100) < faultsInHundred;
    }

    private final class Line implements PushProvider {

        private final SimProcess process;
        private final Set<VendorApp> apps;

        private Line(SimProcess process, Set<VendorApp> apps) {
            this.process = process;
            this.apps = apps;
        }

        @Override
        public Set<VendorApp> apps() {
            return apps;
        }

        @Override
        public int maxTargets() {
            return 3;
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            CompletableFuture<List<Verdict>> verdicts = new CompletableFuture<>();
            if (!fault()) {
                leave(request, verdicts);
                return verdicts;
            }
            // It may leave late, whatever becomes of others.
            Disturbance late = history.disturbed(
                    Disturbance.Scope.PUSH, process.name, null, "its request meets a fault on the way to the vendor");
            late.isAbout(request.notification().number());
            late.end(history.time().plusSeconds(30));
            switch (random.nextInt(5)) {
                case 0 -> throw new IllegalStateException("the provider has an error");
                case 1 -> verdicts.completeExceptionally(new IllegalStateException("no connection"));
                case 2, 3 -> later(2_500, () -> leave(request, verdicts));
                default -> leave(request, verdicts);
            }
            return verdicts;
        }

        @Override
        public void close() {}

        /** In the process, as soon as it runs. */
        private void later(int millisAtMost, Runnable what) {
            process.scheduler().schedule(Duration.ofMillis(random.nextInt(millisAtMost)), what);
        }

        private void leave(PushRequest request, CompletableFuture<List<Verdict>> verdicts) {
            if (!request.sendIfCurrent(() -> history.leaves(process.name, request))) {
                verdicts.complete(request.targets().stream()
                        .<Verdict>map(target -> new Verdict.RetryLater(null, VendorAnswer.NONE))
                        .toList());
            } else if (holds) {
                held.add(() -> process.execute(() -> hear(request, verdicts, answer(request, false))));
            } else if (!fault()) {
                hear(request, verdicts, answer(request, false));
            } else {
                meetFault(request, verdicts);
            }
        }

        private void hear(PushRequest request, CompletableFuture<List<Verdict>> verdicts, List<Verdict> answers) {
            if (process.isRunning()) {
                history.hears(process, request, answers);
            }
            verdicts.complete(answers);
        }

        private void meetFault(PushRequest request, CompletableFuture<List<Verdict>> verdicts) {
            switch (random.nextInt(9)) {
                case 0 -> verdicts.completeExceptionally(new IllegalStateException("lost on the way there"));
                case 1 -> {
                    List<Verdict> unheard = answer(request, true);
                    verdicts.completeExceptionally(new IllegalStateException("lost with " + unheard.size()));
                }
                case 2 -> {
                    // The vendor has it; the answer takes its time, in which the process may stop or die.
                    List<Verdict> late = answer(request, true);
                    runtime.scheduler()
                            .schedule(Duration.ofMillis(random.nextInt(40_000)), () -> hear(request, verdicts, late));
                }
                case 3 -> {
                    List<Verdict> answers = answer(request, true);
                    verdicts.complete(answers.subList(1, answers.size()));
                }
                case 4 -> later(1_500, () -> leave(request, verdicts));
                case 5 -> {
                    // Nobody will ever answer. In a small lane everything behind it waits for the deadline.
                    if (random.nextInt(4) == 0) {
                        answer(request, true);
                    } else {
                        hear(request, verdicts, answer(request, true));
                    }
                }
                case 6 -> hear(request, verdicts, withoutSome(answer(request, true)));
                default -> hear(request, verdicts, answer(request, true));
            }
        }

        /** The answers of some targets are lost. */
        private List<Verdict> withoutSome(List<Verdict> verdicts) {
            return verdicts.stream()
                    .<Verdict>map(verdict -> random.nextBoolean() ? verdict : new Verdict.Unknown(NO, "lost"))
                    .toList();
        }
    }

    private List<Verdict> answer(PushRequest request, boolean faulty) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Target target : request.targets()) {
            Verdict verdict = verdict(target, faulty);
            history.decides(request, target, verdict);
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private Verdict verdict(Target target, boolean faulty) {
        if (away) {
            return new Verdict.RetryLater(null, NO);
        }
        int luck = faulty ? random.nextInt(10) : 9;
        if (luck == 0) {
            dead.add(target.token());
            onDead.accept(History.deviceOf(target.token()));
        }
        if (dead.contains(target.token())) {
            return new Verdict.TokenInvalid(NO);
        }
        return switch (luck) {
            case 1 -> new Verdict.Rejected(Verdict.Rejected.Cause.MESSAGE, NO);
            case 2, 3 -> new Verdict.RetryLater(null, NO);
            case 4 -> new Verdict.RetryLater(Duration.ofSeconds(1 + random.nextInt(200)), NO);
            default -> new Verdict.Accepted(OK);
        };
    }
}
