package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.time.Duration;

/**
 * Finds out whether the other end is still there: when it was silent for an interval it is asked, and when nothing
 * comes within the patience, it is not. Lives on the event loop.
 */
final class KeepAlive {

    private final Environment.Ticker ticker;
    private final long intervalNanos;
    private final long patienceNanos;
    private final Runnable ask;
    private final Runnable dead;
    private final LoopTimer timer;
    private long heardNanos;
    private boolean asked;
    private boolean doubted;

    KeepAlive(Environment environment, Loop loop, Duration interval, Duration patience, Runnable ask, Runnable dead) {
        this.ticker = environment.ticker();
        this.intervalNanos = interval.toNanos();
        this.patienceNanos = patience.toNanos();
        this.ask = ask;
        this.dead = dead;
        this.timer = new LoopTimer(environment, loop, this::due);
    }

    void start() {
        heardNanos = ticker.nanos();
        timer.at(heardNanos + intervalNanos);
    }

    /** Something came. */
    void heard() {
        heardNanos = ticker.nanos();
        asked = false;
        doubted = false;
    }

    /** A request got no answer in time: unless something came since it was sent, its connection is doubtful. */
    void missed(long sentNanos) {
        if (heardNanos - sentNanos <= 0) {
            doubted = true;
            askNow();
        }
    }

    /** Whether nothing should be entrusted to it now. */
    boolean doubted() {
        return doubted;
    }

    private void askNow() {
        if (!asked) {
            asked = true;
            ask.run();
            timer.at(ticker.nanos() + patienceNanos);
        }
    }

    private void due() {
        long now = ticker.nanos();
        if (asked) {
            dead.run();
        } else if (now - heardNanos >= intervalNanos) {
            askNow();
        } else {
            timer.at(heardNanos + intervalNanos);
        }
    }

    void stop() {
        timer.cancel();
    }
}
