package io.offlinepush.api;

import java.util.Objects;

/**
 * What a device says when it registers for push.
 *
 * @param device which installation
 * @param app at which vendor, and which app there
 * @param token the vendor's address of the device
 */
public record Registration(DeviceId device, VendorApp app, DeviceToken token) {

    /** Refuses null. */
    public Registration {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(token, "token");
    }
}
