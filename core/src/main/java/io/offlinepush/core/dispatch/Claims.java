package io.offlinepush.core.dispatch;

import java.time.Duration;

/** How a loop asks for what stands in the store. All of it returns at once. */
interface Claims {

    /** Parts have left: if there is plenty of room now, what was left in the store for the lack of it comes. */
    void roomAgain();

    /** Parts that wait so long will be due then. */
    void claimAfter(Duration wait);

    /** The outcome of a write is unknown: what this process holds must be looked up in the store. */
    void reconcile();

    /** The same, after a while. */
    void reconcileLater();
}
