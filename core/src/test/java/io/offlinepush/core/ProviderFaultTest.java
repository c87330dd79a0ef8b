package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that breaks its contract costs a retry, and no push is lost or shown with its badge twice. */
class ProviderFaultTest {

    private static final Verdict ACCEPTED = new Verdict.Accepted(new VendorAnswer("OK", ""));

    private final Scripted vendor = new Scripted();
    private final World world = new World(OfflinePush.builder(), vendor);

    /** What a provider does. */
    private interface Answer {
        CompletionStage<List<Verdict>> to(PushRequest request);
    }

    /**
     * What a provider may do wrong.
     *
     * @param maybeSeen whether the vendor may have seen the request
     */
    private record Fault(String name, boolean maybeSeen, Answer answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Answer afterLeaving(Answer answer) {
        return request -> {
            request.sendIfCurrent(() -> {});
            return answer.to(request);
        };
    }

    private static CompletionStage<List<Verdict>> thrown() {
        throw new IllegalStateException("no connection");
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("throws before leaving", false, request -> thrown()),
                new Fault("throws after leaving", true, afterLeaving(request -> thrown())),
                new Fault(
                        "fails before leaving",
                        false,
                        request -> CompletableFuture.failedFuture(new IllegalStateException("no connection"))),
                new Fault("too few verdicts", true, afterLeaving(request -> answers(List.of()))),
                new Fault("too many verdicts", true, afterLeaving(request -> answers(List.of(ACCEPTED, ACCEPTED)))),
                new Fault("a null verdict", true, afterLeaving(request -> answers(Arrays.asList((Verdict) null)))));
    }

    private static CompletionStage<List<Verdict>> answers(List<Verdict> verdicts) {
        return CompletableFuture.completedFuture(verdicts);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isTriedAgain(Fault fault) {
        assertTriedAgain(fault);
    }

    @Test
    void whatLeftAndWasThenWithheldOnTheProvidersOwnRetryMayHaveBeenSeen() {
        assertTriedAgain(new Fault("left, then withheld", true, afterLeaving(request -> {
            world.runtime.elapse(Duration.ofSeconds(2));
            request.sendIfCurrent(() -> {});
            return answers(List.of(new Verdict.RetryLater(null, VendorAnswer.NONE)));
        })));
    }

    private void assertTriedAgain(Fault fault) {
        world.offline(BOB, PHONE, "token-1");
        vendor.script.add(fault.answer);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(2));

        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        assertThat(vendor.requests).hasSize(2);
        assertThat(vendor.requests.get(1).notification().withBadge())
                .as("without badge if the vendor may have seen it before")
                .isEqualTo(!fault.maybeSeen);
        assertThat(world.registry.find(PHONE).orElseThrow().push())
                .as("a fault costs no token")
                .isNotNull();
    }

    /** Answers by script, then accepts. */
    private static final class Scripted implements PushProvider {

        private final Deque<Answer> script = new ArrayDeque<>();
        private final List<PushRequest> requests = new ArrayList<>();

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
            requests.add(request);
            Answer next = script.poll();
            if (next != null) {
                return next.to(request);
            }
            request.sendIfCurrent(() -> {});
            return CompletableFuture.completedFuture(List.of(ACCEPTED));
        }

        @Override
        public void close() {}
    }
}
