package io.offlinepush.core.session;

import java.time.Duration;

/**
 * The times and bounds of sessions.
 *
 * @param sessions how many there may be
 * @param devicesPerUser on how many devices a user may be logged in
 * @param window how many unacknowledged messages a session may have
 * @param cursorInterval how long an acknowledgement may wait to be written
 * @param heartbeatTimeout how long a client may be silent
 * @param groupRefresh how often, at most, a heartbeat asks for the user's groups
 * @param idBytes the longest id of a user or device
 */
public record SessionLimits(
        int sessions,
        int devicesPerUser,
        int window,
        Duration cursorInterval,
        Duration heartbeatTimeout,
        Duration groupRefresh,
        int idBytes) {}
