package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveRateLimiterTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;
    private final AdaptiveRateLimiter limiter = new AdaptiveRateLimiter(now);

    /** What leaves within a time, a token at a time, with as much to send as may leave, looked at each millisecond. */
    private int leavesWithin(long nanos, int tokens) {
        int requests = 0;
        for (long end = now + nanos; now - end < 0; now += SECOND / 1000) {
            while (requests < 1_000_000 && limiter.open(now)) {
                limiter.left(tokens, now);
                requests++;
            }
        }
        return requests;
    }

    private void push(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(limiter.open(now)).isTrue();
            limiter.left(1, now);
        }
    }

    @Test
    @DisplayName("no bound without a complaint, and none for an app that pushes little")
    void unbound() {
        push(100_000);
        AdaptiveRateLimiter slow = new AdaptiveRateLimiter(now);
        slow.left(9, now);
        assertThat(slow.lower(now, now)).isFalse();
        assertThat(slow.open(now)).isTrue();
    }

    @Test
    @DisplayName("a complaint halves the rate, once for all that left before")
    void halved() {
        push(1000);
        long sent = now;
        now += SECOND / 2;
        assertThat(limiter.lower(sent, now)).isTrue();
        assertThat(limiter.limit()).isEqualTo(500);
        for (int i = 0; i < 999; i++) {
            assertThat(limiter.lower(sent, now)).isFalse();
        }
        assertThat(limiter.limit()).isEqualTo(500);
        assertThat(leavesWithin(SECOND, 1)).isBetween(490, 510);
        assertThat(limiter.lower(now, now)).isTrue();
        assertThat(limiter.limit()).isEqualTo(250, within(10.0));
    }

    @Test
    @DisplayName("one complaint among a hundred taken is noise, two are not")
    void noise() {
        push(1000);
        for (int i = 0; i < 100; i++) {
            limiter.passed(1, now, now);
        }
        now += 1;
        assertThat(limiter.lower(now, now)).isFalse();
        assertThat(limiter.lower(now, now)).isTrue();
    }

    @Test
    @DisplayName("large requests pay their debt within a second")
    void large() {
        for (int i = 0; i < 10; i++) {
            limiter.left(1000, now);
        }
        limiter.lower(now, now);
        assertThat(limiter.limit()).isEqualTo(5000);
        assertThat(leavesWithin(2 * SECOND, 1000)).isBetween(9, 12);
    }

    @Test
    @DisplayName("at the floor: one request a second, whatever its size")
    void floor() {
        push(1000);
        for (int i = 0; i < 20; i++) {
            now += SECOND;
            limiter.lower(now, now);
        }
        assertThat(limiter.limit()).isEqualTo(1);
        assertThat(limiter.open(now)).isFalse();
        assertThat(limiter.opensAtNanos()).isEqualTo(now + SECOND);
        assertThat(leavesWithin(10 * SECOND, 1)).isBetween(9, 10);
        assertThat(leavesWithin(10 * SECOND, 1000)).isBetween(9, 10);
    }

    @Test
    @DisplayName("what is taken lets it grow, until it is unbound again; old news do not")
    void grows() {
        push(1000);
        long sent = now;
        now += SECOND / 2;
        limiter.lower(sent, now);
        limiter.passed(1000, sent, now);
        assertThat(limiter.limit()).isEqualTo(500);
        int seconds = 0;
        while (limiter.limit() < Double.POSITIVE_INFINITY) {
            int left = leavesWithin(SECOND, 1);
            for (int i = 0; i < left; i++) {
                limiter.passed(1, now, now);
            }
            assertThat(++seconds).isLessThan(30);
        }
        assertThat(seconds).isGreaterThan(10);
    }

    @Test
    @DisplayName("after a short trouble it is soon back where it was going well")
    void recovers() {
        push(1000);
        for (int i = 0; i < 5; i++) {
            now += SECOND / 100;
            limiter.lower(now, now);
        }
        assertThat(limiter.limit()).isLessThan(50);
        for (int seconds = 0; seconds < 5; seconds++) {
            int left = leavesWithin(SECOND, 1);
            for (int i = 0; i < left; i++) {
                limiter.passed(1, now, now);
            }
        }
        assertThat(limiter.limit()).isBetween(150.0, 400.0);
    }

    /** Says whether a gateway takes a request that reaches it at a time. */
    private interface Gateway {
        boolean takes(long nanos);
    }

    /** A gateway with a threshold of so many a second, of which a tenth of a second's may come at once. */
    private static Gateway thresholdOf(int perSecond) {
        double[] credit = {perSecond / 10.0};
        long[] last = {0};
        return nanos -> {
            credit[0] = Math.min(perSecond / 10.0, credit[0] + (nanos - last[0]) * (double) perSecond / SECOND);
            last[0] = nanos;
            if (credit[0] < 1) {
                return false;
            }
            credit[0]--;
            return true;
        };
    }

    private static Gateway refusesEvery(int nth) {
        int[] requests = {0};
        return nanos -> ++requests[0] % nth != 0;
    }

    /**
     * Pushes a thousand a second, each answered after 20 ms; how many leave and how many are taken in the last 10 s.
     */
    private int[] run(int seconds, Gateway gateway) {
        record Sent(long at, boolean taken) {}
        ArrayDeque<Sent> underWay = new ArrayDeque<>();
        int[] lastSeconds = {0, 0};
        int waiting = 0;
        long end = now + seconds * SECOND;
        for (; now < end; now += SECOND / 1000) {
            while (!underWay.isEmpty() && now - underWay.peek().at() >= SECOND / 50) {
                Sent sent = underWay.remove();
                if (sent.taken()) {
                    limiter.passed(1, sent.at(), now);
                } else {
                    limiter.lower(sent.at(), now);
                }
            }
            waiting = Math.min(1000, waiting + 1);
            for (; waiting > 0 && limiter.open(now); waiting--) {
                boolean taken = gateway.takes(now);
                limiter.left(1, now);
                underWay.add(new Sent(now, taken));
                if (end - now <= 10 * SECOND) {
                    lastSeconds[0]++;
                    lastSeconds[1] += taken ? 1 : 0;
                }
            }
        }
        return lastSeconds;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10})
    @DisplayName("a gateway that refuses every so many requests at any rate is a fault: the app keeps its rate")
    void fault(int nth) {
        assertThat(run(60, refusesEvery(nth))[0]).isGreaterThan(8_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("the same where it refuses a quarter of them by chance")
    void faultByChance(long seed) {
        Random random = new Random(seed);
        assertThat(run(60, nanos -> random.nextInt(4) != 0)[0]).isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 300, 500, 700, 900})
    @DisplayName("a threshold is no fault: most of it is used, and little is refused")
    void threshold(int perSecond) {
        int[] last = run(60, thresholdOf(perSecond));
        assertThat(last[1]).isGreaterThan(10 * perSecond / 2);
        assertThat(last[0] - last[1]).as("refused").isLessThan(last[0] / 10);
    }

    @Test
    @DisplayName("a threshold behind a fault still lowers the rate")
    void both() {
        Gateway fault = refusesEvery(4);
        Gateway threshold = thresholdOf(200);
        int[] last = run(90, nanos -> fault.takes(nanos) && threshold.takes(nanos));
        assertThat(last[0]).isLessThan(5_000);
        assertThat(last[1]).isGreaterThan(500);
    }

    @Test
    @DisplayName("a fault that has gone leaves nothing behind: a threshold later is one")
    void faultEnds() {
        run(30, refusesEvery(4));
        run(30, nanos -> true);
        int[] last = run(60, thresholdOf(100));
        assertThat(last[1]).isGreaterThan(500);
        assertThat(last[0] - last[1]).as("refused").isLessThan(last[0] / 10);
    }

    @Test
    @DisplayName("a gateway that refuses all is asked about once a second")
    void refusesAll() {
        assertThat(run(60, nanos -> false)[0]).isBetween(9, 12);
    }
}
