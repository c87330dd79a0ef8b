package io.offlinepush.spi;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;

/**
 * One device that a notification goes to.
 *
 * @param pushId our address of it
 * @param user who is logged in there
 * @param token the vendor's address of it
 */
public record Target(PushId pushId, UserId user, DeviceToken token) {}
