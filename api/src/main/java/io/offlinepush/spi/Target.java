package io.offlinepush.spi;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;

/**
 * One device that receives a notification.
 *
 * @param pushId the device's PushID
 * @param user the user who is logged in there
 * @param token the vendor's address of the device
 */
public record Target(PushId pushId, UserId user, DeviceToken token) {}
