package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds what it is there to find: each push provider here breaks one rule. */
class PushProviderContractProofTest {

    @Test
    void findsNothingInTheUnbrokenProvider() {
        Subject.breakage = Forwarding::new;
        assertThat(ContractRun.failuresOf(Subject.class)).isEmpty();
    }

    /** Who waits in push has a stage that is complete too early for rule 7; the others break their own rule only. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenProviders")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<PushProvider> breakage) {
        Subject.breakage = breakage;
        assertThat(ContractRun.failuresOf(Subject.class))
                .as("tests that fail if " + how)
                .anySatisfy(name -> assertThat(name).startsWith(rule + ":"))
                .allSatisfy(name -> assertThat(name).matches(rule + ":.*|rule 7: a request under way.*"));
    }

    static Stream<Arguments> brokenProviders() {
        return Stream.of(
                broken("rule 1", "verdicts come in another order", Backwards::new),
                broken("rule 2", "a refusal fails the stage", RefusalFails::new),
                broken("rule 2", "a lost answer of one target is everybody's", LosesAll::new),
                broken("rule 2", "a lost answer is taken for a refusal", LostIsRefused::new),
                broken("rule 4", "a refused app is taken for a busy one", BusyApp::new),
                broken("rule 4", "a refused message stops the app", StopsTheApp::new),
                broken("rule 3", "it is sent although it is not current any more", LeavesAnyway::new),
                broken("rule 3", "it is sent before it is asked for", LeavesEarly::new),
                broken("rule 4", "a refused batch costs every token", CostsTokens::new),
                broken("rule 5", "push waits for the answer", Waits::new),
                broken("rule 6", "a repetition is another notification", NewIdentity::new),
                broken("rule 6", "the counted number is the identity", CountedIdentity::new),
                broken("rule 7", "it goes on after close", NeverCloses::new),
                broken("rule 8", "toString shows a token", Talkative::new),
                broken("rule 9", "nothing is replaced", ReplacesNothing::new));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<PushProvider> breakage) {
        return arguments(rule, how, breakage);
    }

    /** Run by {@link ContractRun} only. */
    static final class Subject extends InMemoryPushProviderContractTest {

        private static volatile UnaryOperator<PushProvider> breakage = Forwarding::new;

        private final PushProvider broken = breakage.apply(super.provider());

        @Override
        public PushProvider provider() {
            return broken;
        }
    }

    private static class Forwarding implements PushProvider {

        private final PushProvider to;

        Forwarding(PushProvider to) {
            this.to = to;
        }

        @Override
        public Set<VendorApp> apps() {
            return to.apps();
        }

        @Override
        public int maxTargets() {
            return to.maxTargets();
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return to.push(request);
        }

        @Override
        public void close() {
            to.close();
        }
    }

    private static final class Backwards extends Forwarding {
        Backwards(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(request).thenApply(verdicts -> {
                List<Verdict> other = new ArrayList<>(verdicts);
                Collections.reverse(other);
                return other;
            });
        }
    }

    private static final class RefusalFails extends Forwarding {
        RefusalFails(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(request).thenApply(verdicts -> {
                if (verdicts.stream().anyMatch(Verdict.Rejected.class::isInstance)) {
                    throw new IllegalStateException("rejected");
                }
                return verdicts;
            });
        }
    }

    private abstract static class OtherVerdicts extends Forwarding {
        OtherVerdicts(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(request).thenApply(this::other);
        }

        abstract List<Verdict> other(List<Verdict> verdicts);
    }

    private static final class LosesAll extends OtherVerdicts {
        LosesAll(PushProvider to) {
            super(to);
        }

        @Override
        List<Verdict> other(List<Verdict> verdicts) {
            if (verdicts.stream().anyMatch(Verdict.Unknown.class::isInstance)) {
                throw new IllegalStateException("no answer");
            }
            return verdicts;
        }
    }

    private static final class LostIsRefused extends OtherVerdicts {
        LostIsRefused(PushProvider to) {
            super(to);
        }

        @Override
        List<Verdict> other(List<Verdict> verdicts) {
            return verdicts.stream()
                    .map(verdict -> verdict instanceof Verdict.Unknown
                            ? new Verdict.RetryLater(null, verdict.answer())
                            : verdict)
                    .toList();
        }
    }

    private static final class BusyApp extends OtherVerdicts {
        BusyApp(PushProvider to) {
            super(to);
        }

        @Override
        List<Verdict> other(List<Verdict> verdicts) {
            return verdicts.stream()
                    .map(verdict -> verdict instanceof Verdict.AppRefused
                            ? new Verdict.RetryLater(null, verdict.answer())
                            : verdict)
                    .toList();
        }
    }

    /** Where several were refused: of one alone other rules speak. */
    private static final class StopsTheApp extends OtherVerdicts {
        StopsTheApp(PushProvider to) {
            super(to);
        }

        @Override
        List<Verdict> other(List<Verdict> verdicts) {
            return verdicts.size() < 2
                    ? verdicts
                    : verdicts.stream()
                            .map(verdict -> verdict instanceof Verdict.Rejected
                                    ? new Verdict.AppRefused(verdict.answer(), "")
                                    : verdict)
                            .toList();
        }
    }

    private static final class LeavesAnyway extends Forwarding {
        LeavesAnyway(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(new ForwardingRequest(request) {
                @Override
                public boolean sendIfCurrent(Runnable write) {
                    if (!super.sendIfCurrent(write)) {
                        write.run();
                    }
                    return true;
                }
            });
        }
    }

    private static final class LeavesEarly extends Forwarding {
        LeavesEarly(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(new ForwardingRequest(request) {
                @Override
                public boolean sendIfCurrent(Runnable write) {
                    write.run();
                    return super.sendIfCurrent(() -> {});
                }
            });
        }
    }

    private static final class CostsTokens extends Forwarding {
        CostsTokens(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(request)
                    .thenApply(verdicts ->
                            verdicts.size() > 1 && verdicts.stream().allMatch(Verdict.Rejected.class::isInstance)
                                    ? verdicts.stream()
                                            .<Verdict>map(verdict -> new Verdict.TokenInvalid(verdict.answer()))
                                            .toList()
                                    : verdicts);
        }
    }

    /** In place of waiting until some timeout is over. */
    private static final class Waits extends Forwarding {
        Waits(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            CompletableFuture<List<Verdict>> stage = super.push(request).toCompletableFuture();
            return stage.isDone()
                    ? stage
                    : CompletableFuture.completedFuture(List.of(new Verdict.RetryLater(null, VendorAnswer.NONE)));
        }
    }

    private static final class NewIdentity extends Forwarding {
        NewIdentity(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(new ForwardingRequest(request) {
                @Override
                public Notification notification() {
                    Notification same = super.notification();
                    return new Notification(
                            same.number(),
                            same.withBadge() ? same.edition() : same.edition() + 1,
                            same.part(),
                            same.messageId(),
                            same.conversation(),
                            same.sender(),
                            same.storedAt(),
                            same.content(),
                            same.withBadge(),
                            same.replace());
                }
            });
        }
    }

    private static final class CountedIdentity extends Forwarding {
        CountedIdentity(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(new ForwardingRequest(request) {
                @Override
                public Notification notification() {
                    Notification asked = super.notification();
                    return new Notification(
                            asked.number(),
                            asked.edition(),
                            asked.part(),
                            new MessageId("number-" + asked.number()),
                            asked.conversation(),
                            asked.sender(),
                            asked.storedAt(),
                            asked.content(),
                            asked.withBadge(),
                            asked.replace());
                }
            });
        }
    }

    private static final class ReplacesNothing extends Forwarding {
        ReplacesNothing(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return super.push(new ForwardingRequest(request) {
                @Override
                public Notification notification() {
                    Notification asked = super.notification();
                    return new Notification(
                            asked.number(),
                            asked.edition(),
                            asked.part(),
                            asked.messageId(),
                            asked.conversation(),
                            asked.sender(),
                            asked.storedAt(),
                            asked.content(),
                            asked.withBadge(),
                            Replace.NOTHING);
                }
            });
        }
    }

    private static final class NeverCloses extends Forwarding {
        NeverCloses(PushProvider to) {
            super(to);
        }

        @Override
        public void close() {}
    }

    private static final class Talkative extends Forwarding {

        private String last = "";

        Talkative(PushProvider to) {
            super(to);
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            last = request.targets().get(0).token().value();
            return super.push(request);
        }

        @Override
        public String toString() {
            return "pushed to " + last;
        }
    }

    private static class ForwardingRequest implements PushRequest {

        private final PushRequest to;

        ForwardingRequest(PushRequest to) {
            this.to = to;
        }

        @Override
        public VendorApp app() {
            return to.app();
        }

        @Override
        public Notification notification() {
            return to.notification();
        }

        @Override
        public List<Target> targets() {
            return to.targets();
        }

        @Override
        public Duration timeLeft() {
            return to.timeLeft();
        }

        @Override
        public boolean sendIfCurrent(Runnable write) {
            return to.sendIfCurrent(write);
        }
    }
}
