package io.offlinepush.core.decision;

import io.offlinepush.api.UserId;
import io.offlinepush.core.delivery.DecisionStamp;
import io.offlinepush.spi.DeviceRow;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was read of many users while a push for them was split: their parts are decided on it, and not read again.
 *
 * @param stamp from before it was read
 * @param presence who looked online
 * @param rows the devices of each user; all of them were members
 * @param unread users whose devices could not be read: each gets a part of their own, which is decided later
 */
public record PreparedFacts(
        DecisionStamp stamp, PresenceSnapshot presence, Map<UserId, List<DeviceRow>> rows, Set<UserId> unread) {}
