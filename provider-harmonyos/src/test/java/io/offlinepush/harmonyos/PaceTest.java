package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 5 * SECOND;
    private final Pace pace = new Pace(now);

    /** What leaves within a time, a token at a time, with as much to send as may leave, looked at each millisecond. */
    private int leavesWithin(long nanos, int tokens) {
        int requests = 0;
        for (long end = now + nanos; now - end < 0; now += SECOND / 1000) {
            while (requests < 1_000_000 && pace.open(now)) {
                pace.left(tokens, now);
                requests++;
            }
        }
        return requests;
    }

    private void push(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(pace.open(now)).isTrue();
            pace.left(1, now);
        }
    }

    @Test
    @DisplayName("no bound without a complaint, and none for an app that pushes little")
    void unbound() {
        push(100_000);
        Pace slow = new Pace(now);
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
        assertThat(pace.lower(sent, now)).isTrue();
        assertThat(pace.limit()).isEqualTo(500);
        for (int i = 0; i < 999; i++) {
            assertThat(pace.lower(sent, now)).isFalse();
        }
        assertThat(pace.limit()).isEqualTo(500);
        assertThat(leavesWithin(SECOND, 1)).isBetween(490, 510);
        assertThat(pace.lower(now, now)).isTrue();
        assertThat(pace.limit()).isEqualTo(250, within(10.0));
    }

    @Test
    @DisplayName("one complaint among a hundred taken is noise, two are not")
    void noise() {
        push(1000);
        for (int i = 0; i < 100; i++) {
            pace.passed(1, now);
        }
        now += 1;
        assertThat(pace.lower(now, now)).isFalse();
        assertThat(pace.lower(now, now)).isTrue();
    }

    @Test
    @DisplayName("large requests pay their debt within a second")
    void large() {
        for (int i = 0; i < 10; i++) {
            pace.left(1000, now);
        }
        pace.lower(now, now);
        assertThat(pace.limit()).isEqualTo(5000);
        assertThat(leavesWithin(2 * SECOND, 1000)).isBetween(9, 12);
    }

    @Test
    @DisplayName("at the floor: one request a second, whatever its size")
    void floor() {
        push(1000);
        for (int i = 0; i < 20; i++) {
            now += SECOND;
            pace.lower(now, now);
        }
        assertThat(pace.limit()).isEqualTo(1);
        assertThat(pace.open(now)).isFalse();
        assertThat(pace.opensAtNanos()).isEqualTo(now + SECOND);
        assertThat(leavesWithin(10 * SECOND, 1)).isBetween(9, 10);
        assertThat(leavesWithin(10 * SECOND, 1000)).isBetween(9, 10);
    }

    @Test
    @DisplayName("what is taken lets it grow, until it is unbound again; old news do not")
    void grows() {
        push(1000);
        long sent = now;
        now += SECOND / 2;
        pace.lower(sent, now);
        pace.passed(1000, sent);
        assertThat(pace.limit()).isEqualTo(500);
        int seconds = 0;
        while (pace.limit() < Double.POSITIVE_INFINITY) {
            int left = leavesWithin(SECOND, 1);
            for (int i = 0; i < left; i++) {
                pace.passed(1, now);
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
            pace.lower(now, now);
        }
        assertThat(pace.limit()).isLessThan(50);
        for (int seconds = 0; seconds < 5; seconds++) {
            int left = leavesWithin(SECOND, 1);
            for (int i = 0; i < left; i++) {
                pace.passed(1, now);
            }
        }
        assertThat(pace.limit()).isBetween(150.0, 400.0);
    }
}
