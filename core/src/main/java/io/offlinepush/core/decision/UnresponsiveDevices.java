package io.offlinepush.core.decision;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Devices whose session let an acknowledgement deadline pass. What follows is pushed to them at once, until they
 * acknowledge or log in anew. Bounded: the device that was noted first is trusted again.
 *
 * <p>Safe for several threads.
 */
public final class UnresponsiveDevices {

    private static final int MOST = 100_000;

    /**
     * How far the device had come in the timeline in which it missed a deadline: sequences of other timelines say
     * nothing.
     */
    private record Missed(long loginNumber, Timeline timeline, long acknowledged) {}

    // Guarded by this.
    private final Map<DeviceId, Missed> devices = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, Missed> eldest) {
            return size() > MOST;
        }
    };

    /** The device's deadline is over, and it had acknowledged the timeline no further than this. */
    public synchronized void missed(DeviceId device, long loginNumber, Timeline timeline, long acknowledged) {
        devices.put(device, new Missed(loginNumber, timeline, acknowledged));
    }

    /**
     * Whether to push without waiting for an acknowledgement.
     *
     * @param loginNumber the device's login now
     * @param acknowledged how far it has acknowledged this timeline now
     */
    synchronized boolean contains(DeviceId device, long loginNumber, Timeline timeline, long acknowledged) {
        if (devices.isEmpty()) {
            return false;
        }
        Missed missed = devices.get(device);
        if (missed == null) {
            return false;
        }
        boolean moved = missed.timeline.equals(timeline) && acknowledged > missed.acknowledged;
        if (missed.loginNumber != loginNumber || moved) {
            devices.remove(device);
            return false;
        }
        return true;
    }

    /** The device acknowledged something. */
    public synchronized void acknowledged(DeviceId device) {
        if (!devices.isEmpty()) {
            devices.remove(device);
        }
    }
}
