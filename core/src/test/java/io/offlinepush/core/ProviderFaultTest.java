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
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider that breaks its contract costs a retry, and no push is lost or shown with its badge twice. */
class ProviderFaultTest {

    private static final Verdict ACCEPTED = new Verdict.Accepted(new VendorAnswer("OK", ""));

    private final Scripted vendor = new Scripted();
    private final World world = new World(OfflinePush.builder(), vendor);

    /** What a provider may do wrong, and whether the vendor may have seen the request. */
    enum Fault {
        THROWS_BEFORE_LEAVING(false, request -> {
            throw new IllegalStateException("no connection");
        }),
        THROWS_AFTER_LEAVING(true, request -> {
            request.leave(() -> {});
            throw new IllegalStateException("connection lost");
        }),
        FAILS_BEFORE_LEAVING(
                false, request -> CompletableFuture.failedFuture(new IllegalStateException("no connection"))),
        TOO_FEW_VERDICTS(true, request -> {
            request.leave(() -> {});
            return CompletableFuture.completedFuture(List.of());
        }),
        TOO_MANY_VERDICTS(true, request -> {
            request.leave(() -> {});
            return CompletableFuture.completedFuture(List.of(ACCEPTED, ACCEPTED));
        }),
        A_NULL_VERDICT(true, request -> {
            request.leave(() -> {});
            return CompletableFuture.completedFuture(Arrays.asList((Verdict) null));
        }),
        LEFT_AND_THEN_WITHHELD(true, request -> {
            request.leave(() -> {});
            // Its own second attempt comes too late; what became of the first it does not say.
            Faulty.passTime();
            request.leave(() -> {});
            return CompletableFuture.completedFuture(List.of(new Verdict.RetryLater(null, VendorAnswer.NONE)));
        });

        private final boolean maybeSeen;
        private final Function<PushRequest, CompletionStage<List<Verdict>>> answer;

        Fault(boolean maybeSeen, Function<PushRequest, CompletionStage<List<Verdict>>> answer) {
            this.maybeSeen = maybeSeen;
            this.answer = answer;
        }
    }

    /** Lets a fault move the test's time on. */
    private static final class Faulty {
        private static Runnable passing = () -> {};

        private static void passTime() {
            passing.run();
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isTriedAgain(Fault fault) {
        Faulty.passing = () -> world.runtime.elapse(Duration.ofSeconds(2));
        world.offline(BOB, PHONE, "token-1");
        vendor.script.add(fault.answer);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(2));

        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(world.store.outbox().depth()).isZero();
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

        private final Deque<Function<PushRequest, CompletionStage<List<Verdict>>>> script = new ArrayDeque<>();
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
            var next = script.poll();
            if (next != null) {
                return next.apply(request);
            }
            request.leave(() -> {});
            return CompletableFuture.completedFuture(List.of(ACCEPTED));
        }

        @Override
        public void close() {}
    }
}
