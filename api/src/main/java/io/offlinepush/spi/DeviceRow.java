package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * The registry's row of a device at one moment.
 *
 * @param device the device
 * @param login the current login; null if no user is logged in
 * @param push the registration; null if the device is not registered
 */
public record DeviceRow(
        DeviceId device, @Nullable Login login, @Nullable PushBinding push) {}
