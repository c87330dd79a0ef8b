package io.offlinepush.harmonyos;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The apps that pushed last, so many that each keeps a connection open without a push; at the start the first that were
 * opened. Lives on the event loop.
 */
final class WarmApps {

    private final int most;

    /** The one that has not been used for longest comes first. */
    private final Set<AppRequestQueue> warm = new LinkedHashSet<>();

    WarmApps(int most) {
        this.most = most;
    }

    /** An app is there, and has not pushed yet. */
    void opened(AppRequestQueue app) {
        if (warm.size() < most) {
            used(app);
        }
    }

    /** An app pushes. */
    void used(AppRequestQueue app) {
        if (most == 0) {
            return;
        }
        boolean known = warm.remove(app);
        warm.add(app);
        if (!known) {
            if (warm.size() > most) {
                Iterator<AppRequestQueue> oldest = warm.iterator();
                oldest.next().keepWarm(false);
                oldest.remove();
            }
            app.keepWarm(true);
        }
    }
}
