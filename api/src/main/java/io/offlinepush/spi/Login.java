package io.offlinepush.spi;

import io.offlinepush.api.Platform;
import io.offlinepush.api.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in on a device.
 *
 * @param user who
 * @param number which login of the device: grows with each
 * @param platform the kind of client
 * @param session the node that has the connection; null if there is none, or the host keeps it
 */
public record Login(
        UserId user,
        long number,
        Platform platform,
        @Nullable NodeId session) {}
