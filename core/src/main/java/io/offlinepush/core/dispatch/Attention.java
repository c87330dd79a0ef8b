package io.offlinepush.core.dispatch;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.DeviceRow;
import java.util.Set;
import java.util.function.Consumer;

/** Which devices look online just now. It only says when to look again: an acknowledgement decides. */
public interface Attention {

    /**
     * Looks at these users.
     *
     * @param then is given the answer, on the dispatcher's loop
     */
    void look(Set<UserId> users, Consumer<Look> then);

    /** What was seen. */
    interface Look {

        /** Whether the device looks online. */
        boolean online(DeviceRow row);

        /** Whether an online device without a session of ours is believed: the host's own presence is. */
        boolean believed();
    }
}
