package io.offlinepush.spi;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import java.time.Instant;

/**
 * A user's membership of a group.
 *
 * @param group the group
 * @param user the member
 * @param since the time when the user joined; messages stored before are neither pushed nor delivered to the user
 */
public record Membership(GroupId group, UserId user, Instant since) {}
