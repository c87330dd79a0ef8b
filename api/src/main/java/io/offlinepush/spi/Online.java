package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import java.util.Set;

/**
 * Where a user is online.
 *
 * @param wholeUser whether every device of the user counts as online
 * @param devices the online devices, if not all count
 */
public record Online(boolean wholeUser, Set<DeviceId> devices) {

    /** Copies the set. */
    public Online {
        devices = Set.copyOf(devices);
    }

    /**
     * Every device of the user counts as online, for hosts that do not know devices.
     *
     * @return the answer
     */
    public static Online everywhere() {
        return new Online(true, Set.of());
    }

    /**
     * The user is online on these devices only.
     *
     * @param devices the devices
     * @return the answer
     */
    public static Online on(DeviceId... devices) {
        return new Online(false, Set.of(devices));
    }

    /**
     * Whether a device counts as online.
     *
     * @param device the device
     * @return true if the device or the whole user is online
     */
    public boolean includes(DeviceId device) {
        return wholeUser || devices.contains(device);
    }
}
