package io.offlinepush.core.decision;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;

/** What sessions of this process know of acknowledgements before the store does: cursors are written behind. */
@FunctionalInterface
public interface Acknowledged {

    /**
     * How far a device has acknowledged.
     *
     * @return the sequence; 0 if this process has no session of the user on that device
     */
    long upTo(UserId user, DeviceId device, Timeline timeline);
}
