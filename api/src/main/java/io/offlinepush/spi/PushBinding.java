package io.offlinepush.spi;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.VendorApp;

/**
 * How a device is reached.
 *
 * @param pushId our address of it
 * @param app at which vendor and app
 * @param token the vendor's address of it
 * @param registrationNumber which registration of the device: grows with each
 */
public record PushBinding(PushId pushId, VendorApp app, DeviceToken token, long registrationNumber) {}
