package io.offlinepush.spi;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.VendorApp;

/**
 * A device's registration: how it is reached.
 *
 * @param pushId the device's PushID
 * @param app the vendor and the app's name there
 * @param token the vendor's address of the device
 * @param registrationNumber the number of the registration; it grows with each registration of the device
 */
public record PushBinding(PushId pushId, VendorApp app, DeviceToken token, long registrationNumber) {}
