package io.offlinepush.spi;

import io.offlinepush.api.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Says that newer pushes of the same conversation supersede an owed push.
 *
 * @param sender the sole sender of all newer pushes, or null if there are several or the host sent one. A sender is
 *     never superseded by their own messages
 */
public record Superseded(@Nullable UserId sender) {

    /**
     * Whether the owed push is superseded on this user's devices.
     *
     * @param user the owner of the devices
     * @return false if this user sent all newer pushes
     */
    public boolean appliesTo(UserId user) {
        return !user.equals(sender);
    }
}
