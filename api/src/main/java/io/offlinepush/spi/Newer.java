package io.offlinepush.spi;

import io.offlinepush.api.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What stands for an owed push: the newer ones of its conversation.
 *
 * @param sender who sent all of them: they are not for that user, and stand for nothing there. Null if more than one user did,
 *     or the host
 */
public record Newer(@Nullable UserId sender) {

    /**
     * Whether they stand for it where this user's devices are concerned.
     *
     * @param user whose devices
     * @return false for who sent them all
     */
    public boolean standsFor(UserId user) {
        return !user.equals(sender);
    }
}
