package io.offlinepush.spi;

import io.offlinepush.api.Platform;
import io.offlinepush.api.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A user's login on a device.
 *
 * @param user the user
 * @param number the number of the login; it grows with each login on the device
 * @param platform the kind of client
 * @param session the node that has the connection; null if there is no connection or the host keeps it
 */
public record Login(
        UserId user,
        long number,
        Platform platform,
        @Nullable NodeId session) {}
