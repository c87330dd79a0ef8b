package io.offlinepush.core.decision;

import io.offlinepush.spi.DeviceRow;

/** Which devices looked online at one moment. It only says when to look again: an acknowledgement decides. */
public interface PresenceSnapshot {

    /** Whether the device looks online. */
    boolean online(DeviceRow row);

    /** Whether an online device without a session of ours is believed to be attentive: the host's own presence is. */
    boolean believed();
}
