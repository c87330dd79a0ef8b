package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.PushConfig;
import io.offlinepush.sandbox.Fault;
import io.offlinepush.sandbox.Faults;
import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.RequestFault;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A bad day, compressed: pushes under random faults of every kind, repeated as the core repeats them. 20,000 in the
 * normal run, 500,000 under {@code -Pfull}.
 */
class SoakTest {

    private static final int IN_FLIGHT = 256;
    private static final int MOST_ATTEMPTS = 500;
    private static final long SEED = Long.getLong("offlinepush.seed", 20_260_301L);

    /** What one request in twenty meets. Flow control comes in bursts instead: a lane is slow for a while after it. */
    private static final RequestFault[] FAULTS = {
        Fault.status(500),
        Fault.status(502),
        Fault.status(504),
        Fault.status(401),
        Fault.code("81000001", "Inner Error."),
        Fault.code("80200005", "Jwt token expired."),
        Fault.code("80300002", "No permission to send message to these tmIDs."),
        Fault.of(200, "99999999", "Who knows."),
        Fault.refuseTokens("noRight", token -> true),
        Fault.refuseTokens("somethingNew", token -> true),
        Fault.stall(true),
        Fault.stall(false),
        Fault.slow(Duration.ofMillis(5)),
        Fault.reset(true),
        Fault.reset(false),
        Fault.refusedStream(),
        Fault.goAway(GoAway.ANSWERED),
        Fault.goAway(GoAway.REFUSED),
        Fault.goAway(GoAway.UNANSWERED),
        Fault.maxConcurrentStreams(20),
        Fault.maxConcurrentStreams(100),
        Fault.truncatedBody(),
        Fault.abortedBody(),
        Fault.oversizedBody(64 * 1024),
        Fault.duplicateBody(),
        Fault.duplicateKeys(),
        Fault.garbageBody(SEED),
        Fault.numericCode(),
        Fault.floatingCode(),
        Fault.msgAsObject(),
        Fault.msgAsText()
    };

    private final Random random = new Random(SEED);
    private final Map<String, Integer> ends = new ConcurrentHashMap<>();
    private final AtomicInteger wrong = new AtomicInteger();
    private final Map<Long, Boolean> accepted = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(IN_FLIGHT);

    @ParameterizedTest
    @CsvSource({"17000, false", "3000, true"})
    @Timeout(1800)
    @DisplayName(
            "each push ends accepted or with a reason; nothing is shown twice; no token is lost for the app's fault")
    void soak(int normally, boolean http1Only) throws Exception {
        int pushes = Cases.FULL ? 25 * normally : normally;
        try (RealEnvironment environment = new RealEnvironment();
                PushKitSandbox sandbox =
                        PushKitSandbox.builder().http1Only(http1Only).start()) {
            PushProvider provider = Opened.provider(
                    sandbox,
                    environment,
                    "requestTimeout",
                    "500ms",
                    "connectTimeout",
                    "1s",
                    "pingInterval",
                    "1s",
                    "connections",
                    "3");
            List<Target> targets = new ArrayList<>();
            List<SimulatedPhone> phones = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                SimulatedPhone phone = sandbox.phone("phone" + i);
                phones.add(phone);
                targets.add(TestRequest.target("user" + i, phone.getToken()));
            }
            Target nobody = TestRequest.target("nobody", "nonsense");
            sandbox.faults().share(0.05, SEED, FAULTS);
            for (int n = 1; n <= pushes; n++) {
                if (n % 1000 == 0) {
                    trouble(sandbox.faults(), n / 1000);
                }
                room.acquire();
                boolean dead = n % 100 == 99;
                new Push(provider, environment, n, dead ? nobody : targets.get(n % 100), dead).attempt();
            }
            assertThat(room.tryAcquire(IN_FLIGHT, 5, TimeUnit.MINUTES))
                    .as("each ends")
                    .isTrue();
            provider.close();
            assertThat(wrong).as("seed " + SEED + ": " + ends).hasValue(0);
            assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(pushes);
            assertThat(ends.get("Accepted")).isGreaterThan(pushes * 3 / 4);
            shownOnce(phones);
        }
    }

    private void trouble(Faults faults, int turn) {
        switch (turn % 6) {
            case 0 -> faults.onConnection(Fault.refusedConnection());
            case 1 -> faults.onConnection(Fault.failedHandshake());
            case 2 -> faults.onConnection(Fault.closeAfter(1 + random.nextInt(100)));
            case 3 -> faults.onConnection(Fault.goAwayAfter(1 + random.nextInt(100)));
            case 4 -> faults.onConnection(Fault.halfOpen(random.nextInt(100)));
            default -> faults.next(3, Fault.status(503));
        }
    }

    private void shownOnce(List<SimulatedPhone> phones) {
        Map<String, Integer> times = new HashMap<>();
        for (SimulatedPhone phone : phones) {
            for (Notification shown : phone.shown()) {
                times.merge(shown.appMessageId(), 1, Integer::sum);
            }
        }
        assertThat(times)
                .as("seed " + SEED + ", shown twice")
                .allSatisfy((id, n) -> assertThat(n).as(id).isEqualTo(1));
        assertThat(accepted.keySet())
                .allSatisfy(
                        number -> assertThat(times).as("accepted").containsKey(TestRequest.messageId(number) + "-0"));
    }

    /** One push, attempted as the core does until it ends. */
    private final class Push {

        private final PushProvider provider;
        private final RealEnvironment environment;
        private final long number;
        private final Target target;
        private final boolean dead;
        private int attempts;

        Push(PushProvider provider, RealEnvironment environment, long number, Target target, boolean dead) {
            this.provider = provider;
            this.environment = environment;
            this.number = number;
            this.target = target;
            this.dead = dead;
        }

        void attempt() {
            attempts++;
            TestRequest request =
                    new TestRequest(TestRequest.notification(number, PushConfig.of("t", "b")), List.of(target));
            var unused = provider.push(request).handle((verdicts, failure) -> {
                Verdict verdict = failure == null ? verdicts.get(0) : null;
                boolean again = verdict == null
                        || verdict instanceof Verdict.RetryLater
                        || verdict instanceof Verdict.Unknown
                        || verdict instanceof Verdict.AppRefused;
                if (again && attempts < MOST_ATTEMPTS) {
                    var task =
                            environment.scheduler().schedule(Duration.ofMillis(Math.min(attempts, 50)), this::attempt);
                    return task;
                }
                end(again || verdict == null ? "never" : verdict);
                return verdicts;
            });
        }

        private void end(Object how) {
            ends.merge(how instanceof Verdict ? how.getClass().getSimpleName() : "Never", 1, Integer::sum);
            boolean right;
            if (how instanceof Verdict.Accepted) {
                right = !dead && accepted.put(number, true) == null;
            } else if (how instanceof Verdict.TokenInvalid) {
                right = dead;
            } else {
                right = how instanceof Verdict.Rejected rejected
                        && !rejected.answer().code().isEmpty();
            }
            if (!right) {
                wrong.incrementAndGet();
            }
            room.release();
        }
    }
}
