package io.offlinepush.spi;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.PushId;
import org.jspecify.annotations.Nullable;

/**
 * How an owed push ended for one device.
 *
 * @param pushId which; null where a user had no registered device at all
 * @param reason how
 * @param vendorCode the vendor's code; empty where there is none
 * @param requestId the vendor's id of the request; empty where there is none
 */
public record DeviceEnd(@Nullable PushId pushId, EndReason reason, String vendorCode, String requestId) {}
