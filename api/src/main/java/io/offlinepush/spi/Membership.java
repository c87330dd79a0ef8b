package io.offlinepush.spi;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import java.time.Instant;

/**
 * That a user is a member of a group, and from when on.
 *
 * @param group which group
 * @param user who
 * @param since what was stored before is neither pushed nor delivered to the user
 */
public record Membership(GroupId group, UserId user, Instant since) {}
