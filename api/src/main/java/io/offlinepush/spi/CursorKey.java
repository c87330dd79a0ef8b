package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;

/**
 * Whose cursor, where, in what.
 *
 * @param user whose
 * @param device on which device
 * @param timeline in which timeline
 */
public record CursorKey(UserId user, DeviceId device, Timeline timeline) {}
