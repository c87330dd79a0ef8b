package io.offlinepush.spi;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is in which group, for hosts with groups. The library keeps no copy.
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>Reading {@link #members} page by page, each page after the last user of the previous one, gives every user who
 *       is a member during the whole reading exactly once, also while other users join and leave.
 *   <li>Pages are in order of the users' ids as UTF-8 bytes, and have no more members than the limit. A page with fewer
 *       members is the last.
 *   <li>{@link #stillMembers} and {@link #groupsOf} see every join and leave that returned before they were called.
 *   <li>An unknown group has no members, and an unknown user no groups.
 *   <li>The cost of a page does not grow with the group.
 * </ol>
 *
 * <p><b>On SQL</b>, rule 2 depends on the collation of the column: {@code where user_id > ? order by user_id limit ?}
 * is correct only if the database compares bytes. PostgreSQL compares by its locale: declare the column
 * {@code COLLATE "C"}, or write {@code user_id COLLATE "C"} in both places and in the index. MySQL's default treats
 * {@code Bob} and {@code bob} as equal: declare {@code CHARACTER SET utf8mb4 COLLATE utf8mb4_bin}, or
 * {@code utf8mb4_0900_bin}, which also distinguishes trailing spaces. With another collation, members silently miss a
 * push or get it twice. The test kit's {@code GroupDirectoryContract} detects this.
 */
public interface GroupDirectory {

    /**
     * A page of a group's members.
     *
     * @param group the group
     * @param after the last user of the previous page; null for the first page
     * @param limit the most members of the page, 1 to 10,000
     * @return the memberships in order of the users' ids
     */
    List<Membership> members(GroupId group, @Nullable UserId after, int limit);

    /**
     * Tells which of these users are members now.
     *
     * @param group the group
     * @param users 1 to 10,000 users
     * @return the memberships of the users who are members
     */
    Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> users);

    /**
     * The groups of a user.
     *
     * @param user the user
     * @return the memberships in any order
     */
    List<Membership> groupsOf(UserId user);
}
