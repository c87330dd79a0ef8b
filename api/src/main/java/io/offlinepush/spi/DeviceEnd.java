package io.offlinepush.spi;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.PushId;
import org.jspecify.annotations.Nullable;

/**
 * How an owed push ended for one device.
 *
 * @param pushId the device's PushID; null if the user had no registered device
 * @param reason the reason of the end
 * @param vendorCode the vendor's code; empty if there is none
 * @param requestId the vendor's id of the request; empty if there is none
 */
public record DeviceEnd(@Nullable PushId pushId, EndReason reason, String vendorCode, String requestId) {}
