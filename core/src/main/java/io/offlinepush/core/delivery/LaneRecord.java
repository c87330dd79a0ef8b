package io.offlinepush.core.delivery;

import io.offlinepush.api.Health;
import io.offlinepush.api.VendorApp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** When a lane last succeeded and last failed, and why. Guarded by its lane. */
final class LaneRecord {

    private final InstantSource clock;
    private long successes;
    private long failuresInTurn;
    private @Nullable Instant lastSuccess;
    private @Nullable Instant lastFailure;
    private String lastCause = "";

    LaneRecord(InstantSource clock) {
        this.clock = clock;
    }

    /** The vendor answered about a message or a token. */
    void succeeded() {
        failuresInTurn = 0;
        // A clock is dear, and a second is precise enough.
        if (successes++ % 64 == 0 || lastFailure != null) {
            lastSuccess = clock.instant();
        }
    }

    /** No answer, or none about a message or a token. */
    void failed(String cause) {
        failuresInTurn++;
        lastFailure = clock.instant();
        lastCause = cause;
    }

    Health.Lane health(VendorApp app, int inFlight, int waiting, Duration silentFor, boolean paused) {
        Health.LaneRecord record = new Health.LaneRecord(lastSuccess, lastFailure, lastCause, failuresInTurn);
        return new Health.Lane(app, inFlight, waiting, silentFor, paused, record);
    }
}
