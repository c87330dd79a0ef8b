package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import java.util.Set;

/**
 * Where a user is online.
 *
 * @param wholeUser whether every device of the user counts as online
 * @param devices the devices that are
 */
public record Online(boolean wholeUser, Set<DeviceId> devices) {

    /** Copies the set. */
    public Online {
        devices = Set.copyOf(devices);
    }

    /**
     * Every device of the user counts as online: for hosts that know users only.
     *
     * @return the answer
     */
    public static Online everywhere() {
        return new Online(true, Set.of());
    }

    /**
     * Online on these devices.
     *
     * @param devices which
     * @return the answer
     */
    public static Online on(DeviceId... devices) {
        return new Online(false, Set.of(devices));
    }

    /**
     * Whether this device counts as online.
     *
     * @param device which
     * @return true if it does
     */
    public boolean includes(DeviceId device) {
        return wholeUser || devices.contains(device);
    }
}
