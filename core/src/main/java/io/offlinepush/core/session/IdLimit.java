package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.UserId;
import java.nio.charset.StandardCharsets;

/**
 * The longest id of this instance. It holds for whoever logs in or registers as it does for messages: a user with a
 * longer id could never be written to.
 *
 * @param bytes the most UTF-8 bytes
 */
record IdLimit(int bytes) {

    void check(UserId user) {
        check("userId", user.value());
    }

    void check(DeviceId device) {
        check("deviceId", device.value());
    }

    private void check(String field, String id) {
        int found = id.getBytes(StandardCharsets.UTF_8).length;
        if (found > bytes) {
            throw InvalidRequestException.tooLong(field, bytes, found);
        }
    }
}
