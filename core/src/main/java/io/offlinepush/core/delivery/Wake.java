package io.offlinepush.core.delivery;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.PushBinding;

/**
 * A device that is to be woken.
 *
 * @param device the device
 * @param user who is logged in there
 * @param push how it is reached
 */
public record Wake(DeviceId device, UserId user, PushBinding push) {}
