package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device at one moment.
 *
 * @param device which
 * @param login who is logged in; null if nobody is
 * @param push how it is reached; null if it is not registered
 */
public record DeviceRow(
        DeviceId device, @Nullable Login login, @Nullable PushBinding push) {}
