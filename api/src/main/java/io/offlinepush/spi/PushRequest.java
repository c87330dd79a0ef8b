package io.offlinepush.spi;

import io.offlinepush.api.VendorApp;
import java.time.Duration;
import java.util.List;

/** One notification for one or many devices of one vendor app. Made by the core, read by a {@link PushProvider}. */
public interface PushRequest {

    /**
     * Which app.
     *
     * @return one of the provider's {@link PushProvider#apps}
     */
    VendorApp app();

    /**
     * What to show.
     *
     * @return the same for all targets
     */
    Notification notification();

    /**
     * Where.
     *
     * @return 1 to {@link PushProvider#maxTargets} targets with different tokens
     */
    List<Target> targets();

    /**
     * For how long the vendor may still keep it for a phone that is offline.
     *
     * @return what is left of the push's expiry now; zero or less once it is over
     */
    Duration timeLeft();

    /**
     * The point of no return. A provider calls it for every attempt, directly before the request's bytes go to the
     * connection, and hands in the write itself: it runs, on the calling thread, only if the decision is still fresh,
     * nobody logged out in between, and the node's lease is surely alive. A logout waits for writes that run.
     *
     * @param write puts the request on its way without blocking
     * @return whether it ran; if not, nothing may be sent, and every target's verdict is {@link Verdict.RetryLater}
     */
    boolean sendIfCurrent(Runnable write);
}
