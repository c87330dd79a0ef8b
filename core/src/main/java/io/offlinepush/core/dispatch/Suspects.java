package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Devices whose session let an acknowledgement time pass. What follows is pushed to them at once, until they acknowledge
 * or log in anew. Belongs to the dispatcher's loop; bounded, the oldest suspect is trusted again.
 */
final class Suspects {

    private static final int MOST = 100_000;

    private record Missed(long loginNumber, long acknowledged) {}

    private final Map<DeviceId, Missed> devices = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, Missed> eldest) {
            return size() > MOST;
        }
    };

    /** The device's time was over, and it had acknowledged no further than this. */
    void missed(DeviceId device, long loginNumber, long acknowledged) {
        devices.put(device, new Missed(loginNumber, acknowledged));
    }

    /** Whether to waste no time on the device, given its login and how far it has acknowledged now. */
    boolean contains(DeviceId device, long loginNumber, long acknowledged) {
        Missed missed = devices.get(device);
        if (missed == null) {
            return false;
        }
        if (missed.loginNumber != loginNumber || acknowledged > missed.acknowledged) {
            devices.remove(device);
            return false;
        }
        return true;
    }

    /** The device acknowledged something. */
    void acknowledged(DeviceId device) {
        devices.remove(device);
    }
}
