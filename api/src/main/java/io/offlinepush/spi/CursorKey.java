package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;

/**
 * The key of a cursor.
 *
 * @param user the user
 * @param device the device on which the user is or was logged in
 * @param timeline the timeline
 */
public record CursorKey(UserId user, DeviceId device, Timeline timeline) {}
