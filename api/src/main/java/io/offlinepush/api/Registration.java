package io.offlinepush.api;

import java.util.Objects;

/**
 * A device's request to be registered for push.
 *
 * @param device the installation of the app
 * @param app the vendor and the app's name there
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
