package io.offlinepush.spi;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which group: all that a host with groups writes. The library keeps no copy.
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>Reading {@link #members} page by page, each from the last user of the one before, gives every user who is a member
 *       from the first page to the last exactly once, also while others join and leave.
 *   <li>Pages are in order of the users' ids as UTF-8 bytes, and hold no more than the limit. A page with fewer is the last.
 *   <li>{@link #stillMembers} and {@link #groupsOf} see a join or leave that returned before they were called.
 *   <li>An unknown group has no members, an unknown user no groups.
 *   <li>The cost of a page does not grow with the group.
 * </ol>
 *
 * <p><b>On SQL</b>, rule 2 is about the collation of the column: {@code where user_id > ? order by user_id limit ?} is right only if
 * the database compares bytes. PostgreSQL compares as the locale does: declare the column {@code COLLATE "C"}, or write
 * {@code user_id COLLATE "C"} in both places and in the index. MySQL's default takes {@code Bob} and {@code bob} for one user:
 * declare {@code CHARACTER SET utf8mb4 COLLATE utf8mb4_bin} (or {@code utf8mb4_0900_bin}, which tells trailing spaces apart too).
 * With another collation members are left out of a push or come twice, and nothing says so; the test kit's {@code
 * GroupDirectoryContract} finds it.
 */
public interface GroupDirectory {

    /**
     * A page of a group's members.
     *
     * @param group which
     * @param after the last user of the page before; null for the first page
     * @param limit the most members, 1 to 10,000
     * @return in order of the users' ids
     */
    List<Membership> members(GroupId group, @Nullable UserId after, int limit);

    /**
     * Which of these users are members now.
     *
     * @param group which
     * @param users 1 to 10,000 users
     * @return the memberships of those who are
     */
    Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> users);

    /**
     * The groups of a user.
     *
     * @param user whose
     * @return the memberships, in any order
     */
    List<Membership> groupsOf(UserId user);
}
