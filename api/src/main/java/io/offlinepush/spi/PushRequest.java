package io.offlinepush.spi;

import io.offlinepush.api.VendorApp;
import java.time.Duration;
import java.util.List;

/** One notification for one or many devices of one vendor app. Made by the core, read by a {@link PushProvider}. */
public interface PushRequest {

    /**
     * The vendor app.
     *
     * @return one of the provider's {@link PushProvider#apps}
     */
    VendorApp app();

    /**
     * The content to show.
     *
     * @return the same for all targets
     */
    Notification notification();

    /**
     * The devices.
     *
     * @return 1 to {@link PushProvider#maxTargets} targets with different tokens
     */
    List<Target> targets();

    /**
     * How long the vendor may still keep the notification for a phone that is offline.
     *
     * @return the time left until the push expires; zero or less once it has
     */
    Duration timeLeft();

    /**
     * Sends the request if its decision is still current. A provider calls this for every attempt, directly before the
     * request's bytes go to the connection, and passes the write. The write runs on the calling thread, and only while
     * the decision is fresh, no login that it was decided for has ended, and the node's lease is surely alive. A logout
     * waits for running writes.
     *
     * @param write puts the request on its way without blocking
     * @return whether the write ran; if not, nothing may be sent, and every target's verdict is
     *     {@link Verdict.RetryLater}
     */
    boolean sendIfCurrent(Runnable write);
}
