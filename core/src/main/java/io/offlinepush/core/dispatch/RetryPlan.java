package io.offlinepush.core.dispatch;

import io.offlinepush.api.VendorApp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When and where the rest of a part is tried again, once everything else of it is over. Belongs to its
 * {@link PartState}.
 */
final class RetryPlan {

    private Duration after = Duration.ZERO;
    private @Nullable VendorApp app;
    private boolean severalApps;
    private boolean unserved;
    private boolean inVain;

    /** A device of this app is to be tried again, not before this pause is over. */
    void add(VendorApp retrying, Duration pause) {
        severalApps |= app != null && !app.equals(retrying);
        app = retrying;
        if (pause.compareTo(after) > 0) {
            after = pause;
        }
    }

    /** Something was tried in vain: the next try waits longer. Not so where there was only no room. */
    void triedInVain() {
        inVain = true;
    }

    /** Nobody here serves an app of one of its devices. */
    void unserved() {
        unserved = true;
    }

    /** Whether this counts as an attempt. */
    boolean isInVain() {
        return inVain;
    }

    /** The longest of the pauses. */
    Duration after() {
        return after;
    }

    /** The lane of all that is left; the given one if there are several, or one that nobody serves here. */
    String lane(String present) {
        return app != null && !severalApps && !unserved ? app.toString() : present;
    }
}
