package io.offlinepush.core.decision;

import io.offlinepush.api.DeviceId;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.PushBinding;
import org.jspecify.annotations.Nullable;

/**
 * What the ports say of one device.
 *
 * @param device the device
 * @param login who is logged in there
 * @param push how it is reached; null if it is not registered
 * @param cursor how far it has acknowledged the timeline, as the store knows
 * @param online it looks online
 * @param believed an online device without a session of ours is believed to be attentive
 * @param member its user belongs to those whom the push is for
 */
public record DeviceFacts(
        DeviceId device,
        Login login,
        @Nullable PushBinding push,
        long cursor,
        boolean online,
        boolean believed,
        boolean member) {}
